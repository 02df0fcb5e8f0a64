using System.Buffers.Binary;
using System.Diagnostics;
using Pando.Model;
using Pando.Model.Domains;
using Pando.Model.Domains.Devices;
using Pando.Model.Ports;
using Pando.Qmp;
using Pando.Testing;

namespace Pando.Qemu.Tests.Golden;

/// <summary>The real QEMU takes every golden definition: it opens all its devices and answers.</summary>
[Trait("Speed", "Slow")]
public sealed class GoldenStartTests : IDisposable
{
    private const string ImageBytes = "4M";

    private readonly TemporaryFolder _folder = new();

    /// <summary>What no QEMU starts with on a host that lacks what they name, and why.</summary>
    private static readonly Dictionary<string, string> NotHere = new(StringComparer.Ordinal)
    {
        ["disk-slice-qcow2"] = "an image inside another file",
        ["disk-block"] = "a block device",
        ["disk-lun"] = "a SCSI device",
        ["disk-lun-managed"] = "a SCSI device",
        ["disk-format-dmg"] = "a disk image of Apple's, which no program here makes",
        ["disk-nvme"] = "an NVMe controller",
        ["disk-vhostuser"] = "a vhost-user server",
        ["disk-vhostuser-reconnect"] = "a vhost-user server",
        ["disk-nbd"] = "a server",
        ["disk-nbd-unix"] = "a server",
        ["disk-backing-nbd"] = "a server",
        ["disk-rbd"] = "a cluster",
        ["disk-rbd-login"] = "a cluster",
        ["disk-iscsi"] = "a server",
        ["disk-http"] = "a server",
        ["disk-https-options"] = "a server",
        ["disk-ftps"] = "a server",
        ["disk-ssh"] = "a server",
        ["disk-nfs"] = "a server",
        ["disk-gluster"] = "a cluster",
        ["disk-luks-raw"] = "an encrypted image",
        ["disk-luks-qcow2"] = "an encrypted image",
        ["fs-virtiofs"] = "virtiofsd",
        ["fs-virtiofs-boot"] = "virtiofsd",
        ["fs-virtiofs-socket"] = "virtiofsd",
    };

    public static TheoryData<string> Names => [.. GoldenDefinition.Names.Where(name => !NotHere.ContainsKey(name))];

    public void Dispose()
    {
        _folder.Dispose();
        foreach (string shared in Directory.GetFiles("/dev/shm", "pando-golden-*"))
        {
            File.Delete(shared);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task QEMU_takes_the_arguments(string name)
    {
        InstalledQemu.Require();
        Assert.SkipWhen(CannotStartHere.Reasons.TryGetValue(name, out string? reason), reason ?? "");
        // QEMU makes the socket of a display itself.
        File.SetUnixFileMode(_folder.Path, (UnixFileMode)0b111_111_111);
        DomainDefinition definition = await WithFilesAsync(GoldenDefinition.Read(name));
        bool flash = definition.Os.Loader?.Type == LoaderType.ParallelFlash;
        using OpenedImage? code = flash ? StartedQemu.OpenImage(definition.Os.Loader!.Path!, "raw", readOnly: true) : null;
        using OpenedImage? variables = flash && definition.Os.Nvram is { Path: { } path } ? StartedQemu.OpenImage(path, "raw", readOnly: false) : null;
        using ScriptedMemoryServer? server = Server(definition);
        Task serving = server?.ServeAsync(TestContext.Current.CancellationToken) ?? Task.CompletedTask;
        using HugePagesAside? pages = definition.MemoryBacking.HugePages is null ? null : new HugePagesAside((int)(definition.MemoryKiB / HugePagesAside.KiB) + HugePagesAside.More);
        await using StartedQemu qemu = await StartedQemu.StartAsync(definition, _folder.Path, code, variables);
        await serving;

        Assert.Equal(RunState.Prelaunch, (await qemu.Session.ExecuteAsync(new QueryStatus())).Status);
        Assert.Equal(definition.Id.Value, (await qemu.Session.ExecuteAsync(new QueryUuid())).Uuid);
        Assert.Equal(definition.Name, (await qemu.Session.ExecuteAsync(new QueryName())).Name);
        Assert.Equal(0, await qemu.QuitAsync());
    }

    /// <summary>Who shares out the memory that comes with bells.</summary>
    private static ScriptedMemoryServer? Server(DomainDefinition definition) =>
        definition.Devices.SharedMemories.Items.FirstOrDefault(shared => shared.Server is not null) is { } shared
            ? new ScriptedMemoryServer(shared.Server!.Path!, 1 << 20)
            : null;

    /// <summary>The same definition with files that exist: each image in its format, under the name it has.</summary>
    private async Task<DomainDefinition> WithFilesAsync(DomainDefinition definition)
    {
        List<DiskDevice> disks = [];
        foreach (DiskDevice disk in definition.Devices.Disks)
        {
            DiskBacking? backing = await BackingAsync(disk.Backing);
            disks.Add(disk with
            {
                Source = disk.Source is FileSource file ? file with { Path = await ImageAsync(file.Path, disk.Driver.Format, backing) } : disk.Source,
                Backing = backing,
            });
        }

        OsDefinition os = definition.Os;
        if (os.Nvram is { Path: not null } nvram)
        {
            os = os with { Nvram = nvram with { Path = Copied(nvram.TemplatePath!, "vars.fd") } };
        }

        if (os.KernelPath is not null)
        {
            os = os with
            {
                KernelPath = await KernelAsync(),
                InitrdPath = Copied("/dev/null", "initrd"),
                DeviceTreePath = os.DeviceTreePath is null ? null : Made("tree", new byte[64]),
            };
        }

        os = os with { AcpiTablePath = os.AcpiTablePath is null ? null : Made("slic", AcpiTable()) };

        return definition with
        {
            Os = os,
            FirmwareConfig = definition.FirmwareConfig.Items.Select(entry => entry.FilePath is null ? entry : entry with { FilePath = Made("config", new byte[16]) }).ToEquatableArray(),
            Devices = GoldenEnds.Here(definition.Devices, _folder) with
            {
                Disks = disks.ToEquatableArray(),
                Graphics = definition.Devices.Graphics.Items.Select(display => GoldenDisplays.Here(display, _folder)).ToEquatableArray(),
                Audios = definition.Devices.Audios.Items
                    .Select(audio => audio.FilePath is null ? audio : audio with { FilePath = _folder["sound.wav"] }).ToEquatableArray(),
                // As good a source as any, and there on every host.
                Rngs = GoldenEnds.Here(definition.Devices, _folder).Rngs.Items
                    .Select(rng => rng.Path is "/dev/hwrng" ? rng with { Path = "/dev/zero" } : rng).ToEquatableArray(),
            },
        };
    }

    private async Task<DiskBacking?> BackingAsync(DiskBacking? backing)
    {
        if (backing?.FilePath is null)
        {
            return backing;
        }

        DiskBacking? next = await BackingAsync(backing.Next);
        return backing with { FilePath = await ImageAsync(backing.FilePath, backing.Format, next), Next = next };
    }

    private async Task<string> ImageAsync(string path, DiskFormat? format, DiskBacking? below)
    {
        string image = _folder[Path.GetFileName(path)];
        if (ReadOnlyImages.Of(format!.Value.ToString().ToLowerInvariant()) is { } bytes)
        {
            await File.WriteAllBytesAsync(image, bytes);
            return image;
        }

        string[] backed = below?.FilePath is null ? [] : ["-b", below.FilePath, "-F", below.Format!.Value.ToString().ToLowerInvariant()];
        using Process process = Process.Start(new ProcessStartInfo(
            "qemu-img", ["create", "-q", "-f", format.Value.ToString().ToLowerInvariant(), .. backed, image, ImageBytes]))!;
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
        return image;
    }

    private string Made(string name, byte[] content)
    {
        File.WriteAllBytes(_folder[name], content);
        return _folder[name];
    }

    /// <summary>A table with its length in its header (ACPI 6.5, 5.2.6), and nothing else.</summary>
    private static byte[] AcpiTable()
    {
        byte[] table = new byte[64];
        "SLIC"u8.CopyTo(table);
        BinaryPrimitives.WriteInt32LittleEndian(table.AsSpan(4), table.Length);
        return table;
    }

    private string Copied(string file, string name)
    {
        File.WriteAllBytes(_folder[name], File.ReadAllBytes(file));
        return _folder[name];
    }

    /// <summary>Enough of a Linux kernel for QEMU's loader: magic, version and initrd_addr_max (Documentation/arch/x86/boot.rst).</summary>
    private async Task<string> KernelAsync()
    {
        byte[] kernel = new byte[16384];
        "HdrS"u8.CopyTo(kernel.AsSpan(0x202));
        BinaryPrimitives.WriteUInt16LittleEndian(kernel.AsSpan(0x206), 0x020c);
        BinaryPrimitives.WriteUInt32LittleEndian(kernel.AsSpan(0x22c), 0x37ffffff);
        await File.WriteAllBytesAsync(_folder["kernel,1"], kernel);
        return _folder["kernel,1"];
    }
}
