package org.mococxr.checkpoint;

import java.math.BigInteger;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Python's pickle as {@code torch.save} uses it for tensors, numbers, texts, lists and dictionaries, and nothing else.
 *
 * <p>A pickle is a program that may call anything Python has. This machine knows the few names that rebuild tensors; it calls none of
 * Python's, and refuses every other name by that name. It keeps to the stack machine of Python's {@code pickletools} (protocols 2 to 4).
 */
final class TorchPickle {
    /** What a file holds apart from numbers, texts and containers. */
    record TensorView(Storage storage, long offset, List<Long> shape, List<Long> strides) {}

    /** Values of one type that lie in an entry of the archive of their own. */
    record Storage(String type, String key, long values) {}

    private record Global(String name) {}

    /** No value at all; Java's null does not travel. */
    enum Nothing {
        NONE
    }

    private static final String ORDERED_DICT = "collections.OrderedDict";
    private static final String TENSOR = "torch._utils._rebuild_tensor_v2";
    private static final String PARAMETER = "torch._utils._rebuild_parameter";
    private static final String SIZE = "torch.Size";
    private static final Set<String> CALLS = Set.of(ORDERED_DICT, TENSOR, PARAMETER, SIZE);
    private static final Set<String> STORAGES = Set.of(
            "torch.FloatStorage",
            "torch.HalfStorage",
            "torch.BFloat16Storage",
            "torch.DoubleStorage",
            "torch.LongStorage",
            "torch.IntStorage",
            "torch.ByteStorage");
    private static final int LONGEST_INTEGER_BYTES = 16;

    private final ByteBuffer code;
    private final List<Object> stack = new ArrayList<>();
    private final Deque<Integer> marks = new ArrayDeque<>();
    private final Map<Integer, Object> memo = new HashMap<>();

    private TorchPickle(byte[] pickle) {
        code = ByteBuffer.wrap(pickle).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** A pickle that is damaged, or calls for more than tensors; the message says which. */
    static final class RefusedException extends Exception {
        private static final long serialVersionUID = 1;

        RefusedException(String message) {
            super(message);
        }
    }

    /** @return maps, lists, texts, {@code Long}, {@code Double}, {@code Boolean}, {@link Nothing} and {@link TensorView}s */
    static Object read(byte[] pickle) throws RefusedException {
        var machine = new TorchPickle(pickle);
        try {
            return machine.run();
        } catch (BufferUnderflowException e) {
            throw new RefusedException("its pickle ends in the middle of a step");
        } catch (IndexOutOfBoundsException | ClassCastException e) {
            throw new RefusedException("its pickle is damaged before byte " + machine.code.position());
        }
    }

    private Object run() throws RefusedException {
        while (true) {
            int step = code.get() & 0xff;
            Optional<Object> value = literal(step);
            if (value.isPresent()) {
                stack.add(value.get());
            } else if (step == '.') {
                return pop();
            } else {
                act(step);
            }
        }
    }

    /** Steps that only push a value. */
    private Optional<Object> literal(int step) throws RefusedException {
        return Optional.ofNullable(
                switch (step) {
                    case 'N' -> Nothing.NONE;
                    case 0x88 -> true;
                    case 0x89 -> false;
                    case 'K' -> (long) (code.get() & 0xff);
                    case 'M' -> (long) (code.getShort() & 0xffff);
                    case 'J' -> (long) code.getInt();
                    case 0x8a -> integer(code.get() & 0xff);
                    case 'G' -> bigEndianDouble();
                    case 'X' -> text(code.getInt());
                    case 0x8c -> text(code.get() & 0xff);
                    case 'U' -> text(code.get() & 0xff);
                    case 'T' -> text(code.getInt());
                    case 'c' -> new Global(line() + "." + line());
                    case ')' -> List.of();
                    case ']' -> new ArrayList<>();
                    case '}' -> new LinkedHashMap<>();
                    case 'h' -> remembered(code.get() & 0xff);
                    case 'j' -> remembered(code.getInt());
                    default -> null;
                });
    }

    private void act(int step) throws RefusedException {
        switch (step) {
            case 0x80 -> code.get(); // protocol
            case 0x95 -> code.getLong(); // frame
            case '(' -> marks.push(stack.size());
            case 'q' -> memo.put(code.get() & 0xff, top());
            case 'r' -> memo.put(code.getInt(), top());
            case 0x94 -> memo.put(memo.size(), top());
            case 't' -> stack.add(sinceMark());
            case 0x85 -> stack.add(last(1));
            case 0x86 -> stack.add(last(2));
            case 0x87 -> stack.add(last(3));
            case 0x93 -> {
                List<Object> name = last(2);
                stack.add(new Global(name.get(0) + "." + name.get(1)));
            }
            case 'Q' -> stack.add(storage(pop()));
            case 'R', 0x81 -> {
                Object arguments = pop();
                stack.add(call(pop(), list(arguments)));
            }
            case 'a' -> {
                Object element = pop();
                list(top()).add(element);
            }
            case 'e' -> {
                List<Object> elements = sinceMark();
                list(top()).addAll(elements);
            }
            case 's' -> {
                Object value = pop();
                Object key = pop();
                put(List.of(key, value));
            }
            case 'u' -> {
                List<Object> pairs = sinceMark();
                put(pairs);
            }
            case 'b' -> {
                // The attributes of a dictionary (a state's _metadata) say nothing about its tensors.
                Object attributes = pop();
                if (!(top() instanceof Map) || !(attributes instanceof Map || attributes instanceof List)) {
                    throw new RefusedException("its pickle sets attributes of an object that is no dictionary");
                }
            }
            default ->
                throw new RefusedException("its pickle takes the step 0x%02x at byte %d, which tensors do not need"
                        .formatted(step, code.position() - 1));
        }
    }

    private Object call(Object callable, List<Object> arguments) throws RefusedException {
        String name = callable instanceof Global global ? global.name() : "a value that cannot be called";
        if (!CALLS.contains(name)) {
            throw new RefusedException("it calls for " + name + ", and only tensors are read");
        }
        return switch (name) {
            case TENSOR ->
                new TensorView(
                        (Storage) arguments.get(0),
                        (Long) arguments.get(1),
                        longs(arguments.get(2)),
                        longs(arguments.get(3)));
            case PARAMETER, SIZE -> arguments.get(0);
            default -> orderedDictionary(arguments);
        };
    }

    private static Map<Object, Object> orderedDictionary(List<Object> arguments) throws RefusedException {
        Map<Object, Object> made = new LinkedHashMap<>();
        for (Object pair : arguments.isEmpty() ? List.of() : list(arguments.get(0))) {
            made.put(key(list(pair).get(0)), list(pair).get(1));
        }
        return made;
    }

    /** {@code ('storage', torch.FloatStorage, key, device, values)}. */
    private static Storage storage(Object reference) throws RefusedException {
        List<Object> parts = list(reference);
        if (parts.size() != 5 || !parts.get(0).equals("storage")) {
            throw new RefusedException("it refers to something outside its pickle that is no storage of tensors");
        }
        String type = ((Global) parts.get(1)).name();
        if (!STORAGES.contains(type)) {
            throw new RefusedException("it holds values of the type " + type + "; read are " + STORAGES);
        }
        return new Storage(type, (String) parts.get(2), (Long) parts.get(4));
    }

    private void put(List<Object> pairs) throws RefusedException {
        for (int i = 0; i < pairs.size(); i += 2) {
            dictionary(top()).put(key(pairs.get(i)), pairs.get(i + 1));
        }
    }

    /** Containers as keys could hold themselves. */
    private static Object key(Object key) throws RefusedException {
        if (key instanceof String || key instanceof Long) {
            return key;
        }
        throw new RefusedException("its pickle holds a dictionary whose keys are neither texts nor numbers");
    }

    private static List<Long> longs(Object value) throws RefusedException {
        List<Long> longs = new ArrayList<>();
        for (Object each : list(value)) {
            longs.add((Long) each);
        }
        return List.copyOf(longs);
    }

    @SuppressWarnings("unchecked") // every list on the stack was made here, of objects
    private static List<Object> list(Object value) throws RefusedException {
        if (value instanceof List) {
            return (List<Object>) value;
        }
        throw new RefusedException("its pickle takes something for a list that is none");
    }

    @SuppressWarnings("unchecked") // every dictionary on the stack was made here, of objects
    private static Map<Object, Object> dictionary(Object value) throws RefusedException {
        if (value instanceof Map) {
            return (Map<Object, Object>) value;
        }
        throw new RefusedException("its pickle takes something for a dictionary that is none");
    }

    private @Nullable Object remembered(int number) throws RefusedException {
        Object value = memo.get(number);
        if (value == null) {
            throw new RefusedException("its pickle refers to a value that it has not made");
        }
        return value;
    }

    private Object top() {
        return stack.get(stack.size() - 1);
    }

    private Object pop() {
        return stack.remove(stack.size() - 1);
    }

    private List<Object> last(int count) throws RefusedException {
        return cut(stack.size() - count);
    }

    private List<Object> sinceMark() throws RefusedException {
        if (marks.isEmpty()) {
            throw new RefusedException("its pickle closes a list that it has not opened");
        }
        return cut(marks.pop());
    }

    private List<Object> cut(int from) throws RefusedException {
        if (from > stack.size()) {
            throw new RefusedException("its pickle closes a list whose beginning is gone");
        }
        List<Object> tail = stack.subList(from, stack.size());
        List<Object> copy = new ArrayList<>(tail);
        tail.clear();
        return copy;
    }

    private long integer(int bytes) throws RefusedException {
        if (bytes > LONGEST_INTEGER_BYTES) {
            throw new RefusedException("its pickle holds an integer of " + bytes + " bytes");
        }
        byte[] bigEndian = new byte[bytes];
        for (int i = bytes - 1; i >= 0; i--) {
            bigEndian[i] = code.get();
        }
        return bytes == 0 ? 0 : new BigInteger(bigEndian).longValue();
    }

    private double bigEndianDouble() {
        return Double.longBitsToDouble(Long.reverseBytes(code.getLong()));
    }

    private String text(int bytes) throws RefusedException {
        if (bytes < 0 || bytes > code.remaining()) {
            throw new RefusedException("its pickle holds a text longer than itself");
        }
        byte[] text = new byte[bytes];
        code.get(text);
        return new String(text, StandardCharsets.UTF_8);
    }

    private String line() {
        var line = new StringBuilder();
        for (byte c = code.get(); c != '\n'; c = code.get()) {
            line.append((char) (c & 0xff));
        }
        return line.toString();
    }
}
