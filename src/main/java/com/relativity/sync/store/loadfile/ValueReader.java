package com.relativity.sync.store.loadfile;

import java.math.BigDecimal;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

import com.relativity.sync.workspace.Field;
import com.relativity.sync.workspace.FieldType;

/**
 * Turns the text of a load file into a value of its field's type, as {@link FieldType} describes it. White space around a value does not
 * count, except in texts.
 */
public final class ValueReader {

    /** Most characters of the name of a choice or object. */
    public static final int NAME_CHARACTERS = 255;

    /** Most digits of a number before the point, and after it. */
    public static final int DIGITS = 30;

    private static final int SHOWN_CHARACTERS = 50;
    private static final BigDecimal SMALLEST_WHOLE = BigDecimal.valueOf(Long.MIN_VALUE);
    private static final BigDecimal GREATEST_WHOLE = BigDecimal.valueOf(Long.MAX_VALUE);
    private static final Pattern WHOLE = Pattern.compile("[+-]?[0-9]{1,100}");
    private static final Pattern DECIMAL =
            Pattern.compile("[+-]?([0-9]{1,100}\\.?[0-9]{0,100}|\\.[0-9]{1,100})([eE][+-]?[0-9]{1,3})?");
    private static final Pattern EMAIL =
            Pattern.compile("[^\\s@\"(),:;<>\\[\\]\\\\]{1,64}@[\\p{L}\\p{N}-]{1,63}(\\.[\\p{L}\\p{N}-]{1,63})*");
    private static final int EMAIL_CHARACTERS = 254;

    private ValueReader() {}

    /**
     * The value; null for an empty text, and for a blank one where the field is no text. Whole numbers have 64 bits; decimals and
     * currencies at most {@link #DIGITS} digits before and after the point, without signs of currency or thousands.
     *
     * @throws ValueUnreadable where the text is no value of the field
     */
    public static Object read(Field field, String text) throws ValueUnreadable {
        if (text == null || text.isEmpty()) {
            return null;
        }
        try {
            return value(field, text);
        } catch (Unfit unfit) {
            throw new ValueUnreadable("'" + shown(text) + "' cannot be a value of the field '" + field.name() + "': "
                    + unfit.getMessage());
        }
    }

    private static Object value(Field field, String text) throws Unfit {
        var type = field.type();
        checkCharacters(text);
        if (type.isText()) {
            return type == FieldType.FixedLengthText ? fixedLength(field, text) : text;
        }
        var stripped = text.strip();
        if (stripped.isEmpty()) {
            return null;
        }
        return switch (type) {
            case FixedLengthText, LongText -> stripped;
            case WholeNumber -> wholeNumber(stripped);
            case Decimal, Currency -> decimal(stripped);
            case Date -> DateText.read(stripped);
            case YesNo -> yesNo(stripped);
            case SingleChoice -> choice(single(stripped));
            case MultipleChoice -> choices(stripped);
            case SingleObject -> name(single(stripped));
            case MultipleObject -> objects(stripped);
            case User -> user(stripped);
        };
    }

    /** PostgreSQL cannot hold these. */
    private static void checkCharacters(String text) throws Unfit {
        for (var position = 0; position < text.length(); position++) {
            var character = text.charAt(position);
            if (character == 0) {
                throw new Unfit("it holds the character U+0000.");
            }
            if (Character.isHighSurrogate(character)
                    && position + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(position + 1))) {
                position++;
            } else if (Character.isSurrogate(character)) {
                throw new Unfit("it holds half a character.");
            }
        }
    }

    private static String fixedLength(Field field, String text) throws Unfit {
        var characters = text.codePointCount(0, text.length());
        if (field.length() != null && characters > field.length()) {
            throw new Unfit("it has " + characters + " characters, and the field takes " + field.length() + ".");
        }
        return text;
    }

    private static BigDecimal wholeNumber(String text) throws Unfit {
        if (!WHOLE.matcher(text).matches()) {
            throw new Unfit("it is not a whole number.");
        }
        var number = new BigDecimal(text);
        if (number.compareTo(SMALLEST_WHOLE) < 0 || number.compareTo(GREATEST_WHOLE) > 0) {
            throw new Unfit("whole numbers go from " + Long.MIN_VALUE + " to " + Long.MAX_VALUE + ".");
        }
        return number;
    }

    private static BigDecimal decimal(String text) throws Unfit {
        if (!DECIMAL.matcher(text).matches()) {
            throw new Unfit("it is not a number such as -1234.5.");
        }
        var number = new BigDecimal(text);
        if (number.signum() == 0) {
            return number.scale() >= 0 && number.scale() <= DIGITS ? number : BigDecimal.ZERO;
        }
        if (number.precision() - number.scale() > DIGITS || number.scale() > DIGITS) {
            throw new Unfit("a number has at most " + DIGITS + " digits before the point and " + DIGITS + " after it.");
        }
        return number.scale() < 0 ? number.setScale(0) : number;
    }

    private static Boolean yesNo(String text) throws Unfit {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "yes", "y", "1" -> true;
            case "false", "no", "n", "0" -> false;
            default -> throw new Unfit("it is none of true, false, yes, no, y, n, 1, 0.");
        };
    }

    private static String single(String text) throws Unfit {
        if (text.indexOf(';') >= 0) {
            throw new Unfit("the field takes one name, without ';'.");
        }
        return text;
    }

    private static String choice(String text) throws Unfit {
        var path = new StringBuilder();
        for (var name : text.split("\\\\", -1)) {
            path.append(path.isEmpty() ? "" : "\\").append(name(name));
        }
        return path.toString();
    }

    private static List<String> choices(String text) throws Unfit {
        var names = new LinkedHashSet<String>();
        for (var path : parts(text)) {
            names.add(choice(path));
        }
        return List.copyOf(names);
    }

    private static List<String> objects(String text) throws Unfit {
        var names = new LinkedHashSet<String>();
        for (var name : parts(text)) {
            names.add(name(name));
        }
        return List.copyOf(names);
    }

    /** What the separators part; the last value may have one, too. */
    private static String[] parts(String text) {
        boolean endsOpen = text.length() > 1 && text.endsWith(";");
        return (endsOpen ? text.substring(0, text.length() - 1) : text).split(";", -1);
    }

    private static String name(String text) throws Unfit {
        var name = text.strip();
        if (name.isEmpty()) {
            throw new Unfit("it holds a blank name.");
        }
        if (name.codePointCount(0, name.length()) > NAME_CHARACTERS) {
            throw new Unfit("it holds a name of more than " + NAME_CHARACTERS + " characters.");
        }
        return name;
    }

    /** Whether a user can be named by it. */
    public static boolean isAddress(String text) {
        return text.length() <= EMAIL_CHARACTERS && EMAIL.matcher(text).matches();
    }

    private static String user(String text) throws Unfit {
        if (!isAddress(text)) {
            throw new Unfit("a user is named by an e-mail address.");
        }
        return text;
    }

    /** A text as a message shows it: cut where it is long, without control characters. */
    public static String shown(String text) {
        var cut = text.length();
        if (text.codePointCount(0, text.length()) > SHOWN_CHARACTERS) {
            cut = text.offsetByCodePoints(0, SHOWN_CHARACTERS);
        }
        var shown = new StringBuilder();
        text.substring(0, cut)
                .codePoints()
                .map(character -> isShowable(character) ? character : '\uFFFD')
                .forEach(shown::appendCodePoint);
        return cut < text.length() ? shown.append('…').toString() : shown.toString();
    }

    private static boolean isShowable(int character) {
        return !Character.isISOControl(character) && Character.getType(character) != Character.SURROGATE;
    }
}
