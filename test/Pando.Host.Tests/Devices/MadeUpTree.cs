using System.Diagnostics;
using System.Globalization;
using Pando.Host.Devices;

namespace Pando.Host.Tests.Devices;

/// <summary>A kernel's tree of devices that a test has made: files, links, and nodes that open.</summary>
internal sealed class MadeUpTree : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("pando-sysfs-");

    public MadeUpTree()
    {
        File.WriteAllText(Path.Combine(_root.FullName, "mounts"), "/dev/vda1 / ext4 rw 0 0\n");
        Directory.CreateDirectory(Path.Combine(_root.FullName, "dev"));
        File.WriteAllText(At("sys/bus/pci/drivers_probe"), "");
    }

    public HostTree Tree => new(Path.Combine(_root.FullName, "sys"), Path.Combine(_root.FullName, "dev"), Path.Combine(_root.FullName, "mounts"));

    public string At(string path)
    {
        var full = Path.Combine(_root.FullName, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        return full;
    }

    public string Read(string path) => File.ReadAllText(Path.Combine(_root.FullName, path)).Trim();

    public void Mount(string disk, string place) => File.AppendAllText(Path.Combine(_root.FullName, "mounts"), $"/dev/{disk} {place} ext4 rw 0 0\n");

    public void Usb(string name, int bus, int number, string port, string ids, string? serial = null)
    {
        var folder = $"sys/bus/usb/devices/{name}";
        foreach (var (file, value) in (ReadOnlySpan<(string, string?)>)
        [
            ("busnum", bus.ToString(CultureInfo.InvariantCulture)), ("devnum", number.ToString(CultureInfo.InvariantCulture)), ("devpath", port),
            ("idVendor", ids[..4]), ("idProduct", ids[5..]), ("serial", serial),
        ])
        {
            if (value is not null)
            {
                File.WriteAllText(At($"{folder}/{file}"), value + "\n");
            }
        }
        Node($"bus/usb/{bus:000}/{number:000}");
    }

    public void Pci(string name, string? group, string? driver, string kind = "0x020000")
    {
        var folder = $"sys/bus/pci/devices/{name}";
        File.WriteAllText(At($"{folder}/class"), kind);
        File.WriteAllText(At($"{folder}/driver_override"), "(null)");
        if (driver is not null)
        {
            Directory.CreateDirectory(At($"sys/bus/pci/drivers/{driver}/x"));
            File.WriteAllText(At($"sys/bus/pci/drivers/{driver}/unbind"), "");
            File.CreateSymbolicLink(At($"{folder}/driver"), Path.Combine(Tree.Sys, "bus/pci/drivers", driver));
        }
        if (group is not null)
        {
            Directory.CreateDirectory(At($"sys/kernel/iommu_groups/{group}/devices/{name}"));
            File.CreateSymbolicLink(At($"{folder}/iommu_group"), Path.Combine(Tree.Sys, "kernel/iommu_groups", group));
        }
    }

    /// <summary>A node that opens: the kernel's /dev/null under another name.</summary>
    public void Node(string name)
    {
        using var made = Process.Start("mknod", [At($"dev/{name}"), "c", "1", "3"]);
        made.WaitForExit();
        Assert.Equal(0, made.ExitCode);
    }

    public void Dispose() => _root.Delete(recursive: true);
}
