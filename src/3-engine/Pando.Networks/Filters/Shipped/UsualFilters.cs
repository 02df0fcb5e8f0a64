namespace Pando.Networks.Filters.Shipped;

/// <summary>The filters that every host has at first, under the names that definitions for libvirt refer to.</summary>
internal static class UsualFilters
{
    private const string Folder = "filters/";

    /// <summary>Their XML, by name.</summary>
    public static IReadOnlyList<string> All()
    {
        var assembly = typeof(UsualFilters).Assembly;
        return
        [
            .. assembly.GetManifestResourceNames().Where(static name => name.StartsWith(Folder, StringComparison.Ordinal)).Order(StringComparer.Ordinal)
                .Select(name =>
                {
                    using var text = new StreamReader(assembly.GetManifestResourceStream(name)!);
                    return text.ReadToEnd();
                }),
        ];
    }
}
