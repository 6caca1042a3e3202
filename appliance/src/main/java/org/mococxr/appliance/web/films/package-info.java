/** Shows films and their results, live, to people and programs; takes down what people say about them. */
@NullMarked
package org.mococxr.appliance.web.films;

import org.jspecify.annotations.NullMarked;
