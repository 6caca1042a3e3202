/**
 * Speaks DICOM on the network: answers C-ECHO and C-STORE, and sends them to other systems.
 *
 * <p>Three layers, each knowing only the one below: the upper layer of PS3.8 ({@link
 * org.mococxr.dicom.net.Association} and the PDU records), the messages of PS3.7 ({@link
 * org.mococxr.dicom.net.CommandSet}), and the services of PS3.4 ({@link org.mococxr.dicom.net.StoreScp}, {@link
 * org.mococxr.dicom.net.StoreScu}). What a peer declares is compared with a bound before a byte is allocated for it, a data
 * set is streamed and never held, and a peer that stops or dawdles is cut with A-ABORT.
 */
@NullMarked
package org.mococxr.dicom.net;

import org.jspecify.annotations.NullMarked;
