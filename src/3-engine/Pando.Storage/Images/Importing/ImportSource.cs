using Pando.Model.Errors;

namespace Pando.Storage.Images.Importing;

/// <summary>Where an image may come from, and how it is packed.</summary>
internal static class ImportSource
{
    /// <summary>The URL, or null for a path.</summary>
    /// <exception cref="CallerException"><c>image.bad-source</c>.</exception>
    public static Uri? Url(string source)
    {
        if (source.StartsWith('/'))
        {
            return null;
        }
        if (!Uri.TryCreate(source, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
        {
            throw new CallerException(ErrorCodes.Image.BadSource, new Reason("no-source").With(("source", Shown(source))));
        }
        return url.UserInfo.Length == 0 ? url
            : throw new CallerException(ErrorCodes.Image.BadSource, new Reason("password-in-url").With(("source", Shown(source))));
    }

    /// <summary>How the file is packed, by the ending of its name.</summary>
    public static Packing PackingOf(string source) => Path.GetExtension(Url(source)?.AbsolutePath ?? source) switch
    {
        ".xz" => Packing.Xz,
        ".gz" => Packing.Gzip,
        _ => Packing.None,
    };

    /// <summary>The source for people: without a query, which may hold a secret.</summary>
    public static string Shown(string source) =>
        Uri.TryCreate(source, UriKind.Absolute, out var url) && url.Scheme is ("http" or "https")
            ? url.GetComponents(UriComponents.Scheme | UriComponents.Host | UriComponents.Port | UriComponents.Path, UriFormat.UriEscaped)
            : source;
}

/// <summary>How a file is packed.</summary>
internal enum Packing
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>By xz.</summary>
    Xz,

    /// <summary>By gzip.</summary>
    Gzip,
}
