using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Pando.Api.Images;
using Pando.Api.Install;
using Pando.Api.Jobs;
using Pando.Api.Machines;
using Pando.Api.Problems;
using Pando.Api.Saving;
using Pando.Api.Storage;
using Pando.Testing;

namespace Pando.EndToEnd.Tests.Faults;

/// <summary>A kind of job, what is there before it, and the request that makes it.</summary>
internal sealed record Scenario(string Kind, Func<Instance, Task> Prepare, Func<Instance, Task> Request)
{
    /// <summary>A bridge that is there for a machine's card.</summary>
    public const string Bridge = "br0";

    private const string Machine = "struck";
    private const string Volume = "struck.qcow2";

    /// <summary>Whether a job that was interrupted is gone through with; otherwise it is undone.</summary>
    public bool Resumes { get; init; }

    /// <summary>The step from which on it is gone through with; before it, it is undone.</summary>
    public string? ForwardFrom { get; init; }

    /// <summary>Whether the last step is one transaction behind which nothing is undone.</summary>
    public bool EndsForGood { get; init; }

    public static IReadOnlyList<Scenario> All { get; } =
    [
        new("machine.start", DefineAsync, StartAsync),
        new("machine.stop", async pando => { await DefineAsync(pando); await StartAsync(pando); }, StopAsync) { Resumes = true },
        new("machine.attach-device", RunningAsync, AttachAsync),
        new("machine.detach-device", async pando => { await RunningAsync(pando); await AttachAsync(pando); }, DetachAsync) { EndsForGood = true },
        new("machine.update-device", RunningAsync, InsertAsync) { EndsForGood = true },
        new("machine.remove", OnceStartedAsync, RemoveAsync),
        new("machine.restore", async pando => { await OnceStartedAsync(pando); await RemoveAsync(pando); }, RestoreAsync) { EndsForGood = true },
        new("machine.purge", async pando => { await OnceStartedAsync(pando); await RemoveAsync(pando); }, PurgeAsync) { Resumes = true },
        new("machine.install", MakeTreeAsync, InstallAsync),
        new("machine.save", async pando => { await DefineAsync(pando); await RunAsync(pando); }, SaveAsync) { ForwardFrom = "end-process" },
        new("machine.load", async pando => { await DefineAsync(pando); await StartAsync(pando); await SaveAsync(pando); }, StartAsync) { ForwardFrom = "let-run" },
        new("machine.dump", async pando => { await DefineAsync(pando); await StartAsync(pando); }, DumpAsync),
        new("volume.create", _ => Task.CompletedTask, CreateVolumeAsync),
        new("volume.resize", CreateVolumeAsync, ResizeVolumeAsync) { Resumes = true },
        new("volume.delete", CreateVolumeAsync, pando => pando.Client.DeleteVolumeAsync("default", Volume, Ct)) { Resumes = true },
        new("image.import", WriteSourceAsync, ImportImageAsync),
        new("image.remove", ImportSourceAsync, pando => pando.Client.RemoveImageAsync(Machine, Ct)) { Resumes = true },
    ];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static Scenario Of(string kind) => All.Single(scenario => scenario.Kind == kind);

    /// <summary>Leaves nothing of what a scenario made, by ordinary requests.</summary>
    public static async Task ClearAsync(Instance pando)
    {
        foreach (var machine in await pando.Client.ListMachinesAsync(cancellationToken: Ct))
        {
            if (machine.State.Phase != Api.Machines.MachinePhase.ShutOff)
            {
                await pando.Client.DestroyAsync(machine.Id, cancellationToken: Ct);
            }
            if ((await pando.Client.ListMachinesAsync(cancellationToken: Ct)).Any(left => left.Id == machine.Id))
            {
                await pando.Client.UndefineAsync(machine.Id, new UndefineOptions { Storage = true, ManagedSave = true }, Ct);
            }
        }
        await pando.Client.EmptyTrashAsync(Ct);
        File.Delete(DumpOf(pando));
        foreach (var volume in await pando.Client.ListVolumesAsync("default", Ct))
        {
            await pando.Client.DeleteVolumeAsync("default", volume.Name, Ct);
        }
        foreach (var image in await pando.Client.ListImagesAsync(Ct))
        {
            await pando.Client.RemoveImageAsync(image.Name, Ct);
        }
    }

    /// <summary>With a disk, UEFI variables and a card on a bridge: there is something to leave behind at each step.</summary>
    private static async Task DefineAsync(Instance pando)
    {
        var disk = Path.Combine(pando.Root, "lib", "images", $"{Machine}.img");
        await File.WriteAllBytesAsync(disk, new byte[1 << 20], Ct);
        await pando.Client.DefineAsync(Encoding.UTF8.GetBytes($"""
            <domain type='kvm'>
              <name>{Machine}</name>
              <memory unit='MiB'>64</memory>
              <vcpu>1</vcpu>
              <os firmware='efi'><type arch='x86_64' machine='q35'>hvm</type></os>
              <features><acpi/></features>
              <devices>
                <disk type='file' device='disk'><driver name='qemu' type='raw'/><source file='{disk}'/><target dev='vda' bus='virtio'/></disk>
                <disk type='file' device='cdrom'><driver name='qemu' type='raw'/><target dev='sdc' bus='sata'/><readonly/></disk>
                <interface type='bridge'><mac address='52:54:00:00:00:99'/><source bridge='{Bridge}'/><model type='virtio'/></interface>
                <serial type='pty'/>
              </devices>
            </domain>
            """), Ct);
    }

    /// <summary>It runs, and a disk is there that can be plugged into it: on USB, which needs no guest to be released.</summary>
    private static async Task RunningAsync(Instance pando)
    {
        await DefineAsync(pando);
        await StartAsync(pando);
        await File.WriteAllBytesAsync(PluggedOf(pando), new byte[1 << 20], Ct);
    }

    private static Task AttachAsync(Instance pando) => pando.Client.AttachDeviceAsync(Machine, UsbDisk(pando), "live", Ct);

    private static Task DetachAsync(Instance pando) => pando.Client.DetachDeviceAsync(Machine, UsbDisk(pando), "live", Ct);

    private static Task InsertAsync(Instance pando) => pando.Client.UpdateDeviceAsync(
        Machine,
        Encoding.UTF8.GetBytes($"<disk type='file' device='cdrom'><driver name='qemu' type='raw'/><source file='{PluggedOf(pando)}'/><target dev='sdc' bus='sata'/><readonly/></disk>"),
        "live", cancellationToken: Ct);

    private static byte[] UsbDisk(Instance pando) => Encoding.UTF8.GetBytes(
        $"<disk type='file' device='disk'><driver name='qemu' type='raw'/><source file='{PluggedOf(pando)}'/><target dev='sdb' bus='usb'/></disk>");

    private static string PluggedOf(Instance pando) => Path.Combine(pando.Root, "lib", "images", "plugged.img");

    /// <summary>Its variables are made by its first start.</summary>
    private static async Task OnceStartedAsync(Instance pando)
    {
        await DefineAsync(pando);
        await StartAsync(pando);
        await StopAsync(pando);
    }

    private static Task StartAsync(Instance pando) => pando.Client.StartAsync(Machine, paused: true, Ct);

    /// <summary>Running: one that was paused QEMU saves once only, until it runs again.</summary>
    private static Task RunAsync(Instance pando) => pando.Client.StartAsync(Machine, cancellationToken: Ct);

    private static Task StopAsync(Instance pando) => pando.Client.DestroyAsync(Machine, cancellationToken: Ct);

    private static Task SaveAsync(Instance pando) => pando.Client.SaveAsync(Machine, new SaveRequest(), Ct);

    private static Task DumpAsync(Instance pando) => pando.Client.DumpAsync(Machine, new DumpRequest { Path = DumpOf(pando), MemoryOnly = true }, Ct);

    private static string DumpOf(Instance pando) => Path.Combine(pando.Root, "lib", "struck.core");

    private static Task RemoveAsync(Instance pando) => pando.Client.UndefineAsync(Machine, storage: true, Ct);

    private static Task RestoreAsync(Instance pando) => pando.Client.RestoreAsync(Machine, cancellationToken: Ct);

    private static Task PurgeAsync(Instance pando) => pando.Client.PurgeAsync(Machine, Ct);

    private static Task CreateVolumeAsync(Instance pando) =>
        pando.Client.CreateVolumeAsync("default", new VolumeRequest { Name = Volume, Format = "qcow2", CapacityBytes = 1 << 20 }, Ct);

    /// <summary>Packed and raw, so that every step of an import has something to do.</summary>
    private static async Task WriteSourceAsync(Instance pando)
    {
        await using var file = File.Create(SourceOf(pando));
        await using var packed = new GZipStream(file, CompressionLevel.Fastest);
        await packed.WriteAsync(new byte[1 << 20], Ct);
    }

    private static async Task ImportImageAsync(Instance pando) => await EndAsync(pando, await pando.Client.StartImageImportAsync(
        new ImageImportRequest { Name = Machine, Source = SourceOf(pando), Checksum = await ChecksumAsync(SourceOf(pando)) }, Ct));

    private static string SourceOf(Instance pando) => Path.Combine(pando.Root, "source.raw.gz");

    private static async Task<string> ChecksumAsync(string path) =>
        $"sha256:{Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(path, Ct)))}";

    private static Task ResizeVolumeAsync(Instance pando) =>
        pando.Client.ResizeVolumeAsync("default", Volume, new VolumeResizeRequest { CapacityBytes = 2 << 20 }, Ct);

    private static async Task ImportSourceAsync(Instance pando)
    {
        await WriteSourceAsync(pando);
        await ImportImageAsync(pando);
    }

    /// <summary>A location to install from.</summary>
    private static async Task MakeTreeAsync(Instance pando)
    {
        var guest = await TinyGuest.GetAsync(Ct);
        var folder = Directory.CreateDirectory(Path.Combine(pando.Root, "tree", "install.amd")).FullName;
        File.Copy(guest.Kernel, Path.Combine(folder, "vmlinuz"), overwrite: true);
        File.Copy(guest.Initrd, Path.Combine(folder, "initrd.gz"), overwrite: true);
    }

    private static async Task InstallAsync(Instance pando)
    {
        var tree = Path.Combine(pando.Root, "tree");
        var job = await pando.Client.StartInstallAsync(
            new InstallRequest
            {
                Name = Machine,
                MemoryKiB = 65536,
                Vcpus = 1,
                Disks = [new InstallDisk { SizeBytes = 1 << 20, Format = "qcow2" }],
                Networks = [new InstallNetwork { Type = "user" }],
                Graphics = [],
                Location = tree,
                Boot = new InstallBoot { Firmware = "efi", KernelArguments = TinyGuest.KernelArguments },
                CloudInit = new CloudInitRequest { User = "someone", Password = "secret" },
            }, Ct);
        await EndAsync(pando, job);
    }

    /// <summary>Waits for a job, and throws what it failed of.</summary>
    private static async Task EndAsync(Instance pando, Job job)
    {
        while (!job.HasEnded)
        {
            job = await pando.Client.GetJobAsync(job.Id, TimeSpan.FromSeconds(30), Ct);
        }
        if (job.Phase != JobPhase.Done)
        {
            throw new PandoProblemException(job.Failure!);
        }
    }
}
