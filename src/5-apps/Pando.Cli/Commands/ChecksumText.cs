using Pando.Cli.Failures;

namespace Pando.Cli.Commands;

/// <summary>A checksum as the user writes it: with the algorithm before it, or plain, where the length tells which.</summary>
internal static class ChecksumText
{
    public static string? Of(string? text)
    {
        if (text is null)
        {
            return null;
        }
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var digits = text[(colon + 1)..].ToLowerInvariant();
        var byLength = digits.Length switch { 64 => "sha256", 128 => "sha512", _ => null };
        return byLength is not null && digits.All(char.IsAsciiHexDigit) && (colon < 0 || text[..colon] == byLength)
            ? $"{byLength}:{digits}"
            : throw CliException.Usage("bad-checksum", ("value", text));
    }
}
