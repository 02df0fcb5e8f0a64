using System.Runtime.InteropServices;
using Pando.Linux.Files;

namespace Pando.Storage.Volumes;

/// <summary>
/// What a volume's file says about itself: who made it, and its format. They are attributes of the file, so they move with
/// it, and guests cannot reach them; where we are root, the programs that run for guests cannot either.
/// </summary>
/// <param name="prefix">The namespace that is used: <c>trusted.pando.</c> or <c>user.pando.</c>.</param>
internal sealed class VolumeMarks(string prefix)
{
    private const string Owner = "owner";
    private const string Format = "format";

    /// <summary>Finds the namespace that works on a file system, by an open file of it; null where none does.</summary>
    public static VolumeMarks? For(SafeHandle file) =>
        new[] { "trusted.pando.", "user.pando." }
            .Where(prefix => ExtendedAttribute.TrySet(file, prefix + Owner, "-"))
            .Select(static prefix => new VolumeMarks(prefix))
            .FirstOrDefault();

    public void Set(SafeHandle file, string owner, string format)
    {
        ExtendedAttribute.TrySet(file, prefix + Owner, owner);
        ExtendedAttribute.TrySet(file, prefix + Format, format);
    }

    public bool IsOwnedBy(SafeHandle file, string owner) =>
        string.Equals(ExtendedAttribute.TryGet(file, prefix + Owner), owner, StringComparison.Ordinal);

    public string? FormatOf(SafeHandle file) => ExtendedAttribute.TryGet(file, prefix + Format) is "raw" or "qcow2" ? ExtendedAttribute.TryGet(file, prefix + Format) : null;
}
