using System.Globalization;
using System.Text;
using Pando.Qmp;

namespace Pando.Bench;

/// <summary>
/// A disk of a file is plugged into a machine that runs, and taken out again, beside the bare commands to a QEMU with the
/// same arguments. Taking out is measured with a SCSI disk, which QEMU removes at once: for a virtio disk it is the guest that counts.
/// </summary>
internal static class DiskPlug
{
    private const int Rounds = 21;
    // One each, one for what was plugged first, and some for what the machine has from the beginning.
    private const int Ports = Rounds + 8;
    private const long DiskBytes = 64 << 20;
    private const string Goal = "at most 30 ms more";

    public static async Task MeasureAsync(PandodUnderTest pandod, Report report)
    {
        await pandod.Client.DefineAsync(Machine());
        var machine = await pandod.Client.StartAsync("plug", paused: true);
        await using (var bare = await BareQemu.StartLikeAsync(machine.Pid!.Value))
        {
            Samples plug = new(), byHandPlug = new(), attach = new(), byHandAttach = new(), detach = new(), byHandDetach = new();
            // The first of each loads code on both sides.
            await VirtioAsync(pandod, bare, Rounds, new Samples(), new Samples());
            await ScsiAsync(pandod, bare, Rounds, new Samples(), new Samples(), new Samples(), new Samples());
            for (var round = 0; round < Rounds; round++)
            {
                await VirtioAsync(pandod, bare, round, plug, byHandPlug);
                await ScsiAsync(pandod, bare, round, attach, byHandAttach, detach, byHandDetach);
            }
            report.AddDifference("virtio disk plugged into a running machine", plug, byHandPlug, "bare QMP", Goal);
            report.AddDifference("SCSI disk plugged", attach, byHandAttach, "bare QMP", Goal);
            report.AddDifference("SCSI disk taken out", detach, byHandDetach, "bare QMP", Goal);
        }
        await pandod.Client.DestroyAsync("plug");
        await pandod.Client.UndefineAsync("plug");
    }

    private static async Task VirtioAsync(PandodUnderTest pandod, BareQemu bare, int round, Samples ours, Samples byHand)
    {
        var disk = Disk(pandod, $"v{round}", $"vd{(char)('a' + round)}", "virtio");
        await ours.TakeAsync(() => pandod.Client.AttachDeviceAsync("plug", disk, "live"));
        var (image, name) = (Image(pandod, $"h{round}"), round.ToString(CultureInfo.InvariantCulture));
        await byHand.TakeAsync(async () =>
        {
            await OpenAsync(bare, image, name);
            await bare.DoAsync(json => new DeviceAdd(json), ("driver", "virtio-blk-pci"), ("id", $"virtio{name}"), ("drive", $"raw{name}"), ("bus", $"pci.{Ports - round}"));
        });
    }

    private static async Task ScsiAsync(
        PandodUnderTest pandod, BareQemu bare, int round, Samples attach, Samples byHandAttach, Samples detach, Samples byHandDetach)
    {
        var disk = Disk(pandod, $"s{round}", "sda", "scsi");
        await attach.TakeAsync(() => pandod.Client.AttachDeviceAsync("plug", disk, "live"));
        await detach.TakeAsync(() => pandod.Client.DetachDeviceAsync("plug", disk, "live"));
        var image = Image(pandod, $"t{round}");
        await byHandAttach.TakeAsync(async () =>
        {
            await OpenAsync(bare, image, "scsi");
            await bare.DoAsync(json => new DeviceAdd(json), ("driver", "scsi-hd"), ("id", "scsi"), ("drive", "rawscsi"), ("bus", "scsi0.0"));
        });
        await byHandDetach.TakeAsync(async () =>
        {
            await bare.DoAsync(new DeviceDel("scsi"));
            await bare.UntilDeletedAsync("scsi");
            await bare.DoAsync(new BlockdevDel("rawscsi"));
            await bare.DoAsync(new BlockdevDel("filescsi"));
        });
    }

    private static async Task OpenAsync(BareQemu bare, string image, string name)
    {
        await bare.DoAsync(json => new BlockdevAdd(json), ("driver", "file"), ("filename", image), ("node-name", $"file{name}"));
        await bare.DoAsync(json => new BlockdevAdd(json), ("driver", "raw"), ("file", $"file{name}"), ("node-name", $"raw{name}"));
    }

    private static byte[] Machine()
    {
        var ports = "<controller type='pci' index='0' model='pcie-root'/>" + string.Concat(Enumerable.Repeat("<controller type='pci' model='pcie-root-port'/>", Ports));
        return Encoding.UTF8.GetBytes(
            $"<domain type='qemu'><name>plug</name><memory unit='MiB'>64</memory><vcpu>1</vcpu><os><type arch='x86_64' machine='q35'>hvm</type></os>"
            + $"<devices>{ports}<controller type='scsi' model='virtio-scsi'/></devices></domain>");
    }

    private static byte[] Disk(PandodUnderTest pandod, string image, string target, string bus) => Encoding.UTF8.GetBytes(
        $"<disk type='file' device='disk'><driver name='qemu' type='raw'/><source file='{Image(pandod, image)}'/><target dev='{target}' bus='{bus}'/></disk>");

    private static string Image(PandodUnderTest pandod, string name)
    {
        var path = Path.Combine(pandod.Root, $"plug-{name}.img");
        using var file = new FileStream(path, FileMode.OpenOrCreate);
        file.SetLength(DiskBytes);
        return path;
    }
}
