/** Makes text of others safe to be opened in a spreadsheet. */
@NullMarked
package org.mococxr.spreadsheet;

import org.jspecify.annotations.NullMarked;
