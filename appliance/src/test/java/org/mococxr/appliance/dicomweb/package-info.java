@NullMarked
package org.mococxr.appliance.dicomweb;

import org.jspecify.annotations.NullMarked;
