@NullMarked
package org.mococxr.spreadsheet;

import org.jspecify.annotations.NullMarked;
