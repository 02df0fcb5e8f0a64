using System.Globalization;
using Pando.Model.Domains.Devices;
using Pando.Qemu.Devices;

namespace Pando.Qemu.HotPlug;

/// <summary>One image of a running machine's disk, by the word that libvirt has for it: <c>vda</c>, or <c>vda[1]</c> for the one below.</summary>
/// <param name="Target">The disk's name in the machine.</param>
/// <param name="Depth">How far below the guest's own image; 0 is that one.</param>
public sealed record ImagePlace(string Target, int Depth)
{
    private const string StorageEnd = "-file";

    /// <summary>The image that a word names; the whole word is a disk's name where nothing stands in brackets.</summary>
    public static ImagePlace Of(string word)
    {
        ArgumentNullException.ThrowIfNull(word);
        return word.IndexOf('[', StringComparison.Ordinal) is var at and > 0 && word.EndsWith(']')
            && int.TryParse(word.AsSpan(at + 1, word.Length - at - 2), NumberStyles.None, CultureInfo.InvariantCulture, out int depth)
            ? new ImagePlace(word[..at], depth)
            : new ImagePlace(word, 0);
    }

    /// <summary>The image whose node QEMU names; null where it is no node of an image's place.</summary>
    public static ImagePlace? OfStorageNode(string node)
    {
        ArgumentNullException.ThrowIfNull(node);
        if (!node.EndsWith(StorageEnd, StringComparison.Ordinal))
        {
            return null;
        }

        string name = node[..^StorageEnd.Length];
        return name.LastIndexOf('-') is var at and > 0 && int.TryParse(name.AsSpan(at + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int depth)
            ? new ImagePlace(name[..at], depth)
            : null;
    }

    /// <summary>QEMU's node of where the image of this disk is.</summary>
    public string StorageNode(DiskDevice disk) => DiskNodes.Storage(disk, Depth);

    /// <inheritdoc/>
    public override string ToString() => Depth == 0 ? Target : string.Create(CultureInfo.InvariantCulture, $"{Target}[{Depth}]");
}
