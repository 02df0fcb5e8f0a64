using Microsoft.Win32.SafeHandles;
using Pando.Model.Errors;
using Pando.Storage.Images.Foreign;

namespace Pando.Storage.Images;

/// <summary>What an image's header says about the image below, checked.</summary>
internal static class BackingImage
{
    /// <summary>
    /// Reads a header and refuses an image that reaches for more than its backing image, or whose encryption nobody has the passphrase of.
    /// </summary>
    public static Qcow2Header ReadHeader(string path, SafeFileHandle file, bool encrypted)
    {
        Qcow2Header header;
        try
        {
            header = Qcow2Header.Read(file);
        }
        catch (Qcow2FormatException wrong)
        {
            throw new CallerException(ErrorCodes.Storage.ImageMalformed, wrong, wrong.Reason.With(("path", path)));
        }
        if (header.HasExternalData || header.DataFile is not null)
        {
            throw Refused(path, new Reason("external-data"));
        }
        if (header.Encryption != Qcow2Encryption.None && !(encrypted && header.Encryption == Qcow2Encryption.Luks))
        {
            throw Refused(path, new Reason("encrypted"));
        }
        return header;
    }

    /// <summary>The path and format of the image below; null where there is none.</summary>
    public static (string Path, string Format)? Of(string path, Qcow2Header header) => Of(path, new NamedBelow(header.BackingFile, header.BackingFormat));

    /// <summary>The path and format of the image below; null where there is none.</summary>
    public static (string Path, string Format)? Of(string path, NamedBelow? below)
    {
        if (below?.File is not { } backing)
        {
            return null;
        }
        // QEMU takes what stands before a colon for a protocol, and json: for a whole description of its own.
        var colon = backing.IndexOf(':', StringComparison.Ordinal);
        if (colon >= 0 && backing.IndexOf('/', StringComparison.Ordinal) is var slash && (slash < 0 || colon < slash))
        {
            throw Refused(path, new Reason("backing-no-file", ("backing", backing)));
        }
        return (
            Path.Join(backing.StartsWith('/') ? null : Path.GetDirectoryName(path), backing),
            below.Format ?? throw new CallerException(ErrorCodes.Storage.BackingFormatMissing, ("path", path), ("backing", backing)));
    }

    private static CallerException Refused(string path, Reason reason) => new(ErrorCodes.Storage.ImageRefused, reason.With(("path", path)));
}
