namespace Pando.Libvirt.Generator;

/// <summary>C names as C# names.</summary>
internal static class Names
{
    private static readonly string[] Prefixes = ["remote_nonnull_", "remote_", "qemu_"];

    /// <summary>
    /// Of a structure: <c>remote_domain_create_args</c> is <c>DomainCreateArgs</c>. Handles (<c>remote_nonnull_domain</c>) keep
    /// what they are of: <c>RemoteDomain</c>. QEMU's own procedures would be taken for others without their program.
    /// </summary>
    public static string OfType(string name)
    {
        var prefix = Prefixes.FirstOrDefault(one => name.StartsWith(one, StringComparison.Ordinal)) ?? "";
        var rest = Pascal(name.Substring(prefix.Length));
        return prefix switch
        {
            "remote_nonnull_" => "Remote" + rest,
            "qemu_" => "Qemu" + rest,
            _ => rest,
        };
    }

    /// <summary>Of words: <c>callbackID</c> and <c>callback_id</c> are <c>CallbackId</c>, <c>DOMAIN_GET_XML_DESC</c> is <c>DomainGetXmlDesc</c>.</summary>
    public static string Pascal(string name) => string.Concat(name.Split('_').Where(word => word.Length > 0).SelectMany(Words).Select(Capital));

    private static string Capital(string word) => char.ToUpperInvariant(word[0]) + word.Substring(1).ToLowerInvariant();

    /// <summary>
    /// Cuts where a small letter meets a capital one, and before the last of several capitals that a small one follows; the plural of
    /// several capitals (<c>xmlCPUs</c>) is one word.
    /// </summary>
    private static IEnumerable<string> Words(string text)
    {
        var begin = 0;
        for (var at = 1; at < text.Length; at++)
        {
            var afterSmall = char.IsUpper(text[at]) && !char.IsUpper(text[at - 1]);
            var isPlural = at + 2 == text.Length && text[at + 1] == 's';
            var beforeSmall = char.IsUpper(text[at]) && at + 1 < text.Length && char.IsLower(text[at + 1]) && !isPlural;
            if (afterSmall || beforeSmall)
            {
                yield return text.Substring(begin, at - begin);
                begin = at;
            }
        }
        yield return text.Substring(begin);
    }
}
