using System.Security.Cryptography;
using Pando.Model.Errors;

namespace Pando.Storage.Images.Importing;

/// <summary>A checksum as people write it: <c>sha256:HEX</c>, <c>sha512:HEX</c>, or the digits alone.</summary>
internal sealed record Checksum(HashAlgorithmName Algorithm, string Digits)
{
    private const int Sha256Digits = 64;
    private const int Sha512Digits = 128;

    /// <exception cref="CallerException"><c>image.bad-checksum</c>.</exception>
    public static Checksum Parse(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var kind = colon < 0 ? null : text[..colon].ToLowerInvariant();
        var digits = text[(colon + 1)..].Trim().ToLowerInvariant();
        var algorithm = (kind, digits.Length) switch
        {
            (null or "sha256", Sha256Digits) => HashAlgorithmName.SHA256,
            (null or "sha512", Sha512Digits) => HashAlgorithmName.SHA512,
            _ => throw Bad(text),
        };
        return digits.All(char.IsAsciiHexDigit) ? new Checksum(algorithm, digits) : throw Bad(text);
    }

    public override string ToString() => $"{Algorithm.Name!.ToLowerInvariant()}:{Digits}";

    private static CallerException Bad(string text) => new(ErrorCodes.Image.BadChecksum, ("checksum", text));
}
