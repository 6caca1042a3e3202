@NullMarked
package org.mococxr.appliance.modelstore;

import org.jspecify.annotations.NullMarked;
