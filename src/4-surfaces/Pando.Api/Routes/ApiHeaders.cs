namespace Pando.Api.Routes;

/// <summary>Headers that mean something to this API.</summary>
public static class ApiHeaders
{
    /// <summary>Why a change is made, in the caller's words (UTF-8, percent-encoded): kept with the version and the job.</summary>
    public const string Reason = "X-Pando-Reason";

    /// <summary>RFC 7240.</summary>
    public const string Prefer = "Prefer";

    /// <summary>The value of <see cref="Prefer"/> that asks for a job instead of its result.</summary>
    public const string RespondAsync = "respond-async";

    /// <summary>An entity tag of a definition's version: <c>"7"</c>.</summary>
    public static string VersionTag(int version) => $"\"{version.ToString(System.Globalization.CultureInfo.InvariantCulture)}\"";

    /// <summary>Reads what <see cref="VersionTag"/> wrote; false for anything else.</summary>
    public static bool TryReadVersionTag(string? tag, out int version)
    {
        version = 0;
        return tag is ['"', .., '"']
            && int.TryParse(tag.AsSpan(1, tag.Length - 2), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out version);
    }
}
