namespace Pando.Networks.Filters.Compiling;

/// <summary>A rule as it is for packets that go the other way: sender and receiver change places.</summary>
internal static class Reversal
{
    public static IReadOnlyDictionary<string, string> Of(IReadOnlyDictionary<string, string> values) =>
        values.ToDictionary(static value => Opposite(value.Key), static value => value.Value, StringComparer.Ordinal);

    private static string Opposite(string field) => field switch
    {
        _ when field.StartsWith("src", StringComparison.Ordinal) => "dst" + field[3..],
        _ when field.StartsWith("dst", StringComparison.Ordinal) => "src" + field[3..],
        _ when field.StartsWith("arpsrc", StringComparison.Ordinal) => "arpdst" + field[6..],
        _ when field.StartsWith("arpdst", StringComparison.Ordinal) => "arpsrc" + field[6..],
        _ => field,
    };
}
