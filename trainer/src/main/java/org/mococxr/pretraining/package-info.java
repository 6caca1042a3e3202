/**
 * Teaches a backbone what chest films look like without labels: MoCo v2 (He et al. 2020, Chen et al. 2020) as MoCo-CXR uses it
 * (Sowrirajan et al., MIDL 2021), made right for one device.
 *
 * <p>{@link org.mococxr.pretraining.Pretraining} is the loop, told in the order it happens. What differs from the released MoCo-CXR
 * code, and why: keys pass batch norm in shuffled groups (on one device its shuffle changed nothing, so statistics gave the answer
 * away), films of one patient are never each other's negatives, the queue is sized from the number of films.
 */
@NullMarked
package org.mococxr.pretraining;

import org.jspecify.annotations.NullMarked;
