/** Whether a model reads the lungs, or what gives a film's origin away: the same films with one thing after another taken from them. */
@org.jspecify.annotations.NullMarked
package org.mococxr.shortcuts;
