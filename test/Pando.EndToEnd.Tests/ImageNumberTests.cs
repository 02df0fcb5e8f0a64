using System.Text;
using System.Xml.Linq;
using Pando.Api.Machines;
using Pando.Api.Problems;
using Pando.EndToEnd.Tests.Libvirt;
using Pando.Testing;

namespace Pando.EndToEnd.Tests;

/// <summary>Each image of a running machine's disks has a number: the same as with libvirt, for as long as it runs, and no other gets it.</summary>
public sealed class ImageNumberTests : IAsyncLifetime
{
    private const string Name = "stacked";

    private static readonly string[] Lasting = ["count", "name", "path", "backingIndex", "capacity"];

    private Instance _pando = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string Folder => Path.Combine(_pando.Root, "lib", "images");

    public async ValueTask InitializeAsync()
    {
        _pando = await Instance.StartAsync(cancellationToken: Ct);
        await ImageAsync("base.img", "raw", null);
        await ImageAsync("middle.qcow2", "qcow2", ("base.img", "raw"));
        await ImageAsync("top.qcow2", "qcow2", ("middle.qcow2", "qcow2"));
        foreach (var plain in (string[])["first.iso", "second.iso", "plugged.img"])
        {
            await ImageAsync(plain, "raw", null);
        }
    }

    public ValueTask DisposeAsync() => _pando.DisposeAsync();

    [Fact]
    public async Task They_stay_while_it_runs_and_are_no_part_of_what_is_asked()
    {
        await _pando.Client.DefineAsync(Definition(), Ct);
        await _pando.Client.StartAsync(Name, cancellationToken: Ct);
        // The last disk first, from its top down.
        Assert.Equal(["sda 1 first.iso", "vda 2 top.qcow2 3 middle.qcow2 4 base.img"], await NumbersAsync());

        await _pando.Client.AttachDeviceAsync(Name, Encoding.UTF8.GetBytes(Disk("vdb", "plugged.img", "raw")), "live", cancellationToken: Ct);
        Assert.Equal(["sda 1 first.iso", "vda 2 top.qcow2 3 middle.qcow2 4 base.img", "vdb 5 plugged.img"], await NumbersAsync());
        await _pando.Client.UpdateDeviceAsync(Name, Encoding.UTF8.GetBytes(Drive("second.iso")), "live", cancellationToken: Ct);
        string[] changed = ["sda 6 second.iso", "vda 2 top.qcow2 3 middle.qcow2 4 base.img", "vdb 5 plugged.img"];
        Assert.Equal(changed, await NumbersAsync());

        await _pando.KillDaemonAsync();
        await _pando.StartDaemonAsync(Ct);
        Assert.Equal(changed, await NumbersAsync());
        await LimitedByWhatIsShownAsync();
        Assert.Equal(changed, await NumbersAsync());

        // An image is named by its number.
        await ThresholdAsync("vda[4]");
        await ThresholdAsync("vda[2]");
        Assert.Equal("domain.no-such-device", (await Assert.ThrowsAsync<PandoProblemException>(() => ThresholdAsync("vda[1]"))).Problem.Code);
        Assert.Equal("domain.no-such-device", (await Assert.ThrowsAsync<PandoProblemException>(() => ThresholdAsync("vda[5]"))).Problem.Code);

        var asked = VirshCapabilitiesTests.Read((await _pando.Client.GetXmlAsync(Name, inactive: true, cancellationToken: Ct)).Xml).Descendants().ToList();
        Assert.DoesNotContain(asked, element => element.Name.LocalName == "backingStore");
        Assert.DoesNotContain(asked.Where(element => element.Name.LocalName == "source"), source => source.Attribute("index") is not null);

        await _pando.Client.DestroyAsync(Name, cancellationToken: Ct);
        await _pando.Client.StartAsync(Name, cancellationToken: Ct);
        Assert.Equal(["sda 1 first.iso", "vda 2 top.qcow2 3 middle.qcow2 4 base.img"], await NumbersAsync());
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public async Task They_are_those_that_libvirt_gives()
    {
        Assert.SkipUnless(Environment.UserName == "root" || Environment.GetEnvironmentVariable("CI") is not null, "A libvirtd of its own needs root.");
        Assert.SkipUnless(StockLibvirtd.IsInstalled, "libvirtd is not installed.");
        var folder = Path.Combine(_pando.Root, "libvirt");
        await using var libvirtd = await StockLibvirtd.StartAsync(folder);
        var virsh = Virsh.At(libvirtd.Socket);
        var file = Path.Combine(_pando.Root, "machine.xml");
        await File.WriteAllBytesAsync(file, Definition(), Ct);
        var plugged = Path.Combine(_pando.Root, "plugged.xml");
        await File.WriteAllTextAsync(plugged, Disk("vdb", "plugged.img", "raw"), Ct);

        await virsh.RunAsync("define", file);
        await virsh.RunAsync("start", Name);
        await virsh.RunAsync("attach-device", Name, plugged, "--live");
        await virsh.RunAsync("change-media", Name, "sda", Path.Combine(Folder, "second.iso"), "--live", "--update");
        var theirs = await virsh.RunAsync("dumpxml", Name);
        var (theirDisks, theirImages) = (await FiguresAsync(virsh), await FiguresAsync(virsh, "--backing"));
        await virsh.RunAsync("destroy", Name);

        var ours = new Virsh(_pando.Root);
        await ours.RunAsync("define", file);
        await ours.RunAsync("start", Name);
        await ours.RunAsync("attach-device", Name, plugged, "--live");
        await ours.RunAsync("change-media", Name, "sda", Path.Combine(Folder, "second.iso"), "--live", "--update");
        Assert.Equal(Numbers(theirs), Numbers(await ours.RunAsync("dumpxml", Name)));
        Assert.Equal(theirDisks, await FiguresAsync(ours));
        Assert.Equal(theirImages, await FiguresAsync(ours, "--backing"));
        Assert.Equal(["sda - second.iso …", "vda - top.qcow2 …", "vdb - plugged.img …"], Numbers(await ours.RunAsync("dumpxml", Name, "--migratable")));
    }

    [Fact]
    public async Task Figures_are_told_of_each_image_by_its_number()
    {
        await _pando.Client.DefineAsync(Definition(), Ct);
        await _pando.Client.StartAsync(Name, cancellationToken: Ct);
        string[] disks = ["vda 2 top.qcow2", "sda 1 first.iso"];
        string[] images = ["vda 2 top.qcow2", "vda 3 middle.qcow2", "vda 4 base.img", "sda 1 first.iso"];
        Assert.Equal((string[])["2", .. disks], await ToldAsync(backing: false));
        Assert.Equal((string[])["4", .. images], await ToldAsync(backing: true));
        var told = await _pando.CliAsync("domstats", Name, "--block", "--backing");
        Assert.Equal(0, told.ExitCode);
        Assert.Contains("block.2.backingIndex=4\n", told.Output, StringComparison.Ordinal);
        Assert.Contains("block.2.capacity=1048576\n", told.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("block.2.rd.reqs", told.Output, StringComparison.Ordinal);

        await _pando.Client.UpdateDeviceAsync(Name, Encoding.UTF8.GetBytes(Drive("second.iso")), "live", cancellationToken: Ct);
        await _pando.KillDaemonAsync();
        await _pando.StartDaemonAsync(Ct);
        Assert.Equal((string[])["4", .. images[..3], "sda 5 second.iso"], await ToldAsync(backing: true));
        Assert.Equal((string[])["2", disks[0], "sda 5 second.iso"], await ToldAsync(backing: false));

        // A machine without a process has no images.
        await _pando.Client.DestroyAsync(Name, cancellationToken: Ct);
        var off = Assert.Single(await _pando.Client.GetStatisticsAsync([Name], ["block"], backing: true, cancellationToken: Ct));
        Assert.Empty(off.Words);
    }

    /// <summary>How many entries there are, and of each the disk, the image's number and its file.</summary>
    private async Task<string[]> ToldAsync(bool backing)
    {
        var told = Assert.Single(await _pando.Client.GetStatisticsAsync([Name], ["block"], fresh: true, backing, Ct));
        var count = told.Numbers["block.count"];
        return
        [
            $"{count}",
            .. Enumerable.Range(0, (int)count)
                .Select(at => $"{told.Words[$"block.{at}.name"]} {told.Numbers[$"block.{at}.backingIndex"]} {Path.GetFileName(told.Words[$"block.{at}.path"])}"),
        ];
    }

    /// <summary>What virsh tells of disks, by disk and image: libvirtd sorts them by bus. Of what changes while it is looked at the names alone.</summary>
    private static async Task<string[]> FiguresAsync(Virsh virsh, params string[] more) =>
    [
        .. (await virsh.RunAsync(["domstats", Name, "--block", .. more])).Split('\n').Select(static line => line.Trim().Split('='))
            .Where(static figure => figure.Length == 2 && !figure[0].EndsWith(".errors", StringComparison.Ordinal))
            .Select(static figure => (Words: figure[0].Split('.', 3), Value: figure[1]))
            .GroupBy(static figure => figure.Words[1])
            .Select(static entry => string.Join(' ', entry.Select(static figure => Lasting.Contains(figure.Words[^1]) ? $"{figure.Words[^1]}={figure.Value}" : figure.Words[^1])))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>Who changes something of a disk sends back all that was shown of it.</summary>
    private async Task LimitedByWhatIsShownAsync()
    {
        var disk = Disks((await _pando.Client.GetXmlAsync(Name, cancellationToken: Ct)).Xml).Single(one => one.Element("target")!.Attribute("dev")!.Value == "vda");
        disk.Add(new XElement("iotune", new XElement("total_iops_sec", 500)));
        await _pando.Client.UpdateDeviceAsync(Name, Encoding.UTF8.GetBytes(disk.ToString()), "live", cancellationToken: Ct);
        Assert.Contains("<total_iops_sec>500</total_iops_sec>", (await _pando.Client.GetXmlAsync(Name, cancellationToken: Ct)).Xml, StringComparison.Ordinal);
    }

    private Task ThresholdAsync(string image) => _pando.Client.SetDiskThresholdAsync(Name, image, new DiskThresholdRequest { Bytes = 1_000_000 }, Ct);

    private async Task<List<string>> NumbersAsync() => Numbers((await _pando.Client.GetXmlAsync(Name, cancellationToken: Ct)).Xml);

    /// <summary>Of each disk its images from the top down, each with its number and its file's name.</summary>
    private static List<string> Numbers(string xml) => [.. Disks(xml).Select(disk => $"{disk.Element("target")!.Attribute("dev")!.Value}{Chain(disk)}").Order(StringComparer.Ordinal)];

    private static string Chain(XElement image)
    {
        var source = image.Element("source");
        var number = image.Attribute("index")?.Value ?? source?.Attribute("index")?.Value ?? "-";
        return source is null ? "" : $" {number} {Path.GetFileName(source.Attribute("file")!.Value)}{(image.Element("backingStore") is { } below ? Chain(below) : " …")}";
    }

    private static List<XElement> Disks(string xml) => [.. VirshCapabilitiesTests.Read(xml).Element("devices")!.Elements("disk")];

    private byte[] Definition() => Encoding.UTF8.GetBytes(
        Encoding.UTF8.GetString(Machines.Empty(
            Name,
            $"""
            <controller type='scsi' model='virtio-scsi'/>
            <controller type='pci' index='0' model='pcie-root'/>
            {Disk("vda", "top.qcow2", "qcow2")}
            {Drive("first.iso")}
            {string.Concat(Enumerable.Repeat("<controller type='pci' model='pcie-root-port'/>", 8))}
            """)).Replace("type='kvm'", "type='qemu'", StringComparison.Ordinal));

    private string Disk(string target, string file, string format) =>
        $"<disk type='file' device='disk'><driver name='qemu' type='{format}'/><source file='{Path.Combine(Folder, file)}'/><target dev='{target}' bus='virtio'/></disk>";

    private string Drive(string file) =>
        $"<disk type='file' device='cdrom'><driver name='qemu' type='raw'/><source file='{Path.Combine(Folder, file)}'/><target dev='sda' bus='scsi'/><readonly/></disk>";

    private async Task ImageAsync(string name, string format, (string Name, string Format)? below)
    {
        string[] backing = below is { } one ? ["-b", Path.Combine(Folder, one.Name), "-F", one.Format] : [];
        string[] size = below is null ? ["1M"] : [];
        await HostCommand.RunAsync("qemu-img", ["create", "-q", "-f", format, .. backing, Path.Combine(Folder, name), .. size]);
    }
}
