/**
 * Runs a network's arithmetic on libtorch: forward, backward, losses, optimisers, the key queue's update.
 *
 * <p>The only package that sees DJL. It takes DJL's tensors, autograd and devices and leaves its blocks, trainers and optimisers
 * alone. Everything between a batch and its gradients is TorchScript text that {@link org.mococxr.tensors.NetworkScript} writes from
 * the same network description the exporter turns into ONNX, so that what is trained and what is shipped cannot drift apart.
 *
 * <p>Grad mode and the graph executor's mode are per thread in libtorch: one {@link org.mococxr.tensors.TensorEngine} belongs to the
 * thread that opened it. Arrays made between opening and closing a {@link org.mococxr.tensors.StepScope} are freed with it.
 */
@NullMarked
package org.mococxr.tensors;

import org.jspecify.annotations.NullMarked;
