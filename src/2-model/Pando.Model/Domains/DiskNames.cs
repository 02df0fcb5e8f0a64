using Pando.Model.Domains.Devices;

namespace Pando.Model.Domains;

/// <summary>The names disks are targeted by: a bus's prefix and letters that count, as <c>vda</c>, <c>sdab</c>.</summary>
public static class DiskNames
{
    private const int MostLetters = 3;

    /// <summary>Whether it is such a name.</summary>
    public static bool IsGood(string name) =>
        name is { Length: > 2 and <= 2 + MostLetters } && name[..2] is "vd" or "sd" or "hd" or "fd" && name[2..].All(char.IsAsciiLetterLower);

    /// <summary>The bus a name stands for where none is given: vd is virtio, sd is SCSI, hd is IDE, fd a floppy.</summary>
    public static DiskBus UsualBus(string name) => name[..2] switch
    {
        "vd" => DiskBus.Virtio,
        "sd" => DiskBus.Scsi,
        "fd" => DiskBus.Fdc,
        _ => DiskBus.Ide,
    };

    /// <summary>The number of a name: a is 0, z is 25, aa is 26.</summary>
    public static int Index(string name) => name[2..].Aggregate(0, (index, letter) => (index * 26) + letter - 'a' + 1) - 1;
}
