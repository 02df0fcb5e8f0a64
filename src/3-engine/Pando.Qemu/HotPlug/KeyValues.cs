namespace Pando.Qemu.HotPlug;

/// <summary>Reads what <see cref="Arguments.KeyValueForm"/> wrote.</summary>
internal static class KeyValues
{
    /// <summary>The key of the first value, which has none of its own.</summary>
    public const string First = "";

    public static IReadOnlyDictionary<string, string> Of(string form)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        // A doubled comma is one of the value; no argument holds the character that stands for it meanwhile.
        foreach (string part in form.Replace(",,", "\u0001", StringComparison.Ordinal).Split(','))
        {
            string[] pair = part.Replace('\u0001', ',').Split('=', 2);
            values[pair.Length == 2 ? pair[0] : First] = pair[^1];
        }

        return values;
    }
}
