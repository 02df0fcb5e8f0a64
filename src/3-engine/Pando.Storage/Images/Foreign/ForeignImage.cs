using Microsoft.Win32.SafeHandles;
using Pando.Model.Errors;

namespace Pando.Storage.Images.Foreign;

/// <summary>What an image names as the one below it.</summary>
/// <param name="File">As it is written there.</param>
/// <param name="Format">Its format; null where it is not said.</param>
internal sealed record NamedBelow(string? File, string? Format);

/// <summary>
/// The formats besides raw and qcow2 that QEMU opens from one descriptor. Those that can name other files are looked into: QEMU would
/// be kept from those, and the guest would read zeroes in their place.
/// </summary>
internal static class ForeignImage
{
    private static readonly string[] LookedInto = ["qcow", "qed", "vmdk"];

    // Of these QEMU itself refuses one that stands on another.
    private static readonly string[] AlwaysWhole = ["vdi", "vhdx", "vpc", "parallels"];

    private static readonly string[] OnlyRead = ["bochs", "cloop", "dmg"];

    public static IEnumerable<string> Formats => [.. LookedInto, .. AlwaysWhole, .. OnlyRead];

    /// <summary>Refuses an image that reaches for what is not its own, or that is to be written and cannot be.</summary>
    /// <returns>What it stands on; null where it is whole.</returns>
    public static NamedBelow? Check(string path, string format, SafeFileHandle file, bool readOnly)
    {
        if (!readOnly && OnlyRead.Contains(format))
        {
            throw Refused(path, new Reason("only-read", ("format", format)));
        }
        return format switch
        {
            "qcow" => QcowHeader.Below(path, file),
            "qed" => QedHeader.Below(path, file),
            "vmdk" => VmdkHeader.RequireWhole(path, file),
            _ => null,
        };
    }

    /// <summary>As much of this part of a file as there is.</summary>
    public static byte[] Read(SafeFileHandle file, long offset, int count)
    {
        var bytes = new byte[count];
        var filled = 0;
        int read;
        while (filled < count && (read = RandomAccess.Read(file, bytes.AsSpan(filled), offset + filled)) > 0)
        {
            filled += read;
        }
        return filled == count ? bytes : bytes[..filled];
    }

    /// <summary>A name that a header has at a place of the file.</summary>
    public static string Name(string path, string format, SafeFileHandle file, ulong offset, uint length)
    {
        const uint longest = 1023;
        if (length is 0 or > longest || offset > long.MaxValue / 2)
        {
            throw NoSuchImage(path, format);
        }
        try
        {
            return Qcow2Extensions.Text(Read(file, (long)offset, (int)length));
        }
        catch (Qcow2FormatException)
        {
            throw NoSuchImage(path, format);
        }
    }

    public static CallerException NoSuchImage(string path, string format) => Refused(path, new Reason("no-such-image", ("format", format)));

    public static CallerException Refused(string path, Reason reason) => new(ErrorCodes.Storage.ImageRefused, reason.With(("path", path)));
}
