/**
 * Keeps several model packages on a box: installs only what is signed by a trusted key and repeats its golden test here, tries
 * a model out beside the one in use, activates one at a time and goes back to the one before, by hand or by itself.
 *
 * <p>Everything is files, each written whole or not at all: a package is named by its digest, and one small document says which
 * is active. A command line may change that document while a box runs; the box notices and follows.
 */
@NullMarked
package org.mococxr.appliance.modelstore;

import org.jspecify.annotations.NullMarked;
