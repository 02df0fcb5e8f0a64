using FsCheck;
using FsCheck.Fluent;

namespace Pando.Model.Tests.Generators;

/// <summary>The parts that generators of definitions are made of.</summary>
internal static class Generate
{
    public static Gen<bool> Bool => Gen.Elements(true, false);

    /// <summary>What XML can hold, with everything a writer could get wrong.</summary>
    public static Gen<string> AnyText => Text(" <>&'\"\r\n\t]]>{}%/\\.-_azAZ09é語🐧\u0085\u2028");

    public static Gen<string> Line => Text(" <>&'\"]>%\\.-_azAZ09é語🐧");

    public static Gen<string> FilePath => Line.Select(text => "/" + text);

    /// <summary>Words of such letters only.</summary>
    public static Gen<string> Word(string letters, int longest = 12) =>
        Gen.Elements(letters.ToCharArray()).NonEmptyListOf().Select(list => string.Concat(list.Take(longest)));

    public static Gen<T?> MaybeValue<T>(Gen<T> values) where T : struct =>
        Gen.OneOf(Gen.Constant<T?>(null), values.Select(value => (T?)value));

    public static Gen<T?> Maybe<T>(Gen<T> values) where T : class =>
        Gen.OneOf(Gen.Constant<T?>(null), values.Select(value => (T?)value));

    public static Gen<int?> MaybeNumber(int least, int most) => MaybeValue(Gen.Choose(least, most));

    public static Gen<long?> MaybeLong(int least, int most) => MaybeValue(Gen.Choose(least, most).Select(number => (long)number));

    /// <summary>Some of the numbers below a limit, at least one.</summary>
    public static Gen<NumberSet> Numbers(int below) =>
        from all in Gen.Shuffle(Enumerable.Range(0, below).ToArray())
        from count in Gen.Choose(1, below)
        select NumberSet.Of(all.Take(count));

    public static Gen<bool?> MaybeBool => MaybeValue(Bool);

    public static Gen<T> Any<T>() where T : struct, Enum => Gen.Elements(Enum.GetValues<T>());

    public static Gen<T?> MaybeAny<T>() where T : struct, Enum => MaybeValue(Any<T>());

    /// <summary>Gives each thing a value more.</summary>
    public static Gen<T> With<T, TValue>(this Gen<T> things, Gen<TValue> values, Func<T, TValue, T> set) =>
        from thing in things from value in values select set(thing, value);

    /// <summary>Up to so many things, each with its number.</summary>
    public static Gen<EquatableArray<T>> Several<T>(int most, Func<int, Gen<T>> thing) =>
        from count in Gen.Choose(0, most)
        from things in Gen.CollectToList(Enumerable.Range(0, count), thing)
        select things.ToEquatableArray();

    /// <summary>Some of the words of an enum, each at most once, in any order.</summary>
    public static Gen<EquatableArray<T>> Some<T>() where T : struct, Enum =>
        from all in Gen.Shuffle(Enum.GetValues<T>())
        from count in Gen.Choose(0, all.Length)
        select all.Take(count).ToEquatableArray();

    private static Gen<string> Text(string letters)
    {
        var runes = letters.EnumerateRunes().Select(rune => rune.ToString()).ToArray();
        return Gen.Elements(runes).NonEmptyListOf().Select(list => string.Concat(list));
    }
}
