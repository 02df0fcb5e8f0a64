using System.Globalization;
using Pando.Model.Domains.Devices;
using Pando.Qemu.Devices;

namespace Pando.Qemu.HotPlug;

/// <summary>One image of a running machine's disk, by the word that libvirt has for it: <c>vda</c>, or <c>vda[2]</c> for the one of that number.</summary>
/// <param name="Target">The disk's name in the machine.</param>
/// <param name="Number">The image's number in the run, the <c>index</c> of its <c>source</c>; 0 is the guest's own, whatever its number.</param>
public sealed record ImagePlace(string Target, int Number)
{
    private const string StorageEnd = "-file";

    /// <summary>The image that a word names; the whole word is a disk's name where nothing stands in brackets.</summary>
    public static ImagePlace Of(string word)
    {
        ArgumentNullException.ThrowIfNull(word);
        return word.IndexOf('[', StringComparison.Ordinal) is var at and > 0 && word.EndsWith(']')
            && int.TryParse(word.AsSpan(at + 1, word.Length - at - 2), NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            ? new ImagePlace(word[..at], number)
            : new ImagePlace(word, 0);
    }

    /// <summary>The disk, and how far below the guest's own image, whose node QEMU names; null where it is no node of an image's place.</summary>
    public static (string Target, int Depth)? OfStorageNode(string node)
    {
        ArgumentNullException.ThrowIfNull(node);
        if (!node.EndsWith(StorageEnd, StringComparison.Ordinal))
        {
            return null;
        }

        string name = node[..^StorageEnd.Length];
        return name.LastIndexOf('-') is var at and > 0 && int.TryParse(name.AsSpan(at + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int depth)
            ? (name[..at], depth)
            : null;
    }

    /// <summary>QEMU's node of where an image of this disk is; 0 is the guest's own, higher depths are below it.</summary>
    public static string StorageNode(DiskDevice disk, int depth) => DiskNodes.Storage(disk, depth);

    /// <inheritdoc/>
    public override string ToString() => Number == 0 ? Target : string.Create(CultureInfo.InvariantCulture, $"{Target}[{Number}]");
}
