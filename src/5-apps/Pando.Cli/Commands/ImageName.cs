using Pando.Cli.Failures;

namespace Pando.Cli.Commands;

/// <summary>The name that an image gets where the user gives none: its file's, without what tells the format.</summary>
internal static class ImageName
{
    private static readonly string[] Endings = [".qcow2", ".img", ".raw"];

    public static bool IsUrl(string source) =>
        source.Contains("://", StringComparison.Ordinal)
        && (Uri.TryCreate(source, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" ? true : throw CliException.Usage("bad-url", ("url", source)));

    public static string From(string source)
    {
        var path = IsUrl(source) ? Uri.UnescapeDataString(new Uri(source).AbsolutePath) : source;
        var name = Path.GetFileName(path);
        var ending = Array.Find(Endings, ending => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase));
        name = ending is null ? name : name[..^ending.Length];
        return name.Length > 0 ? name : throw CliException.Usage("name-missing", ("source", source));
    }
}
