using System.Xml;
using System.Xml.Linq;
using Pando.Testing;

namespace Pando.EndToEnd.Tests.Libvirt;

/// <summary>What the host is and what machines can be, by Debian's virsh; beside Debian's libvirtd on the same host.</summary>
[Trait("Speed", "Slow")]
public sealed class VirshCapabilitiesTests : IAsyncLifetime
{
    private Instance _pando = null!;
    private Virsh _virsh = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _pando = await Instance.StartAsync(cancellationToken: Ct);
        _virsh = new Virsh(_pando.Root);
    }

    public ValueTask DisposeAsync() => _pando.DisposeAsync();

    [Fact]
    public async Task The_host_is_told_as_libvirtd_tells_it()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess || Environment.GetEnvironmentVariable("CI") is not null, "A libvirtd of its own needs root.");
        Assert.SkipUnless(StockLibvirtd.IsInstalled, "libvirtd is not installed.");
        var folder = Directory.CreateTempSubdirectory("pando-e2e-").FullName;
        await using (var libvirtd = await StockLibvirtd.StartAsync(folder))
        {
            var (ours, theirs) = (Read(await _virsh.RunAsync("capabilities")), Read(await Virsh.At(libvirtd.Socket).RunAsync("capabilities")));

            // What is free of huge pages changes, and what is not told is not compared: nothing migrates yet, labels differ.
            foreach (var path in (string[])["host/topology", "host/cache", "host/iommu", "host/power_management"])
            {
                Assert.Equal(At(theirs, path)?.ToString(), At(ours, path)?.ToString());
            }
            var (own, other) = (At(ours, "host/cpu")!, At(theirs, "host/cpu")!);
            foreach (var name in (string[])["arch", "vendor", "microcode", "signature", "topology", "maxphysaddr"])
            {
                Assert.Equal(other.Element(name)?.ToString(), own.Element(name)?.ToString());
            }
            Assert.Equal(Strings(other.Elements("pages"), "size"), Strings(own.Elements("pages"), "size"));
            // Which model is nearest is a matter of whose models they are; nothing that it lacks may be missing.
            if (own.Element("model")?.Value == other.Element("model")?.Value)
            {
                Assert.Empty(Strings(other.Elements("feature"), "name").Except(Strings(own.Elements("feature"), "name")));
            }
            var machines = theirs.Elements("guest").Single(guest => guest.Element("arch")!.Attribute("name")!.Value == "x86_64").Element("arch")!.Elements("machine")
                .Where(machine => machine.Value is "q35" or "pc" || machine.Value.StartsWith("pc-", StringComparison.Ordinal)).Select(machine => machine.ToString()).Order();
            Assert.Equal(machines, ours.Element("guest")!.Element("arch")!.Elements("machine").Select(machine => machine.ToString()).Order());
        }
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_machine_type_is_told_with_its_firmware_processors_and_devices()
    {
        var told = Read(await _virsh.RunAsync("domcapabilities", "--virttype", "qemu", "--machine", "q35", "--arch", "x86_64"));

        Assert.StartsWith("pc-q35-", told.Element("machine")!.Value, StringComparison.Ordinal);
        Assert.Contains(told.Element("os")!.Element("loader")!.Elements("value"), value => value.Value.Contains("OVMF_CODE", StringComparison.Ordinal));
        Assert.Contains(told.Element("cpu")!.Elements("mode"), mode => mode.Attribute("name")!.Value == "host-model" && mode.Element("model") is not null);
        Assert.Contains("virtio", Words(told, "disk", "bus"));
        Assert.DoesNotContain("ide", Words(told, "disk", "bus"));
        Assert.Contains("spice", Words(told, "graphics", "type"));
        Assert.Contains("qxl", Words(told, "video", "modelType"));
        Assert.Contains("tpm-crb", Words(told, "tpm", "model"));
        Assert.Equal(told.Element("vcpu")!.Attribute("max")!.Value, await _virsh.RunAsync("maxvcpus"));
        Assert.Equal(told.ToString(), Read((await _pando.CliAsync("domcapabilities", "--virttype", "qemu")).Output).ToString());
    }

    [Theory]
    [InlineData("--machine", "nope", "invalid argument: the machine 'nope' is not supported by emulator '/usr/bin/qemu-system-x86_64'")]
    [InlineData("--virttype", "nope", "invalid argument: unknown virttype: nope")]
    [InlineData("--arch", "aarch64", "unsupported configuration: unable to find any emulator to serve 'aarch64' architecture")]
    public async Task What_there_is_not_is_refused_in_libvirts_words(string option, string value, string words)
    {
        var (status, _, errors) = await _virsh.TryAsync("domcapabilities", option, value);

        Assert.Equal(1, status);
        Assert.Contains(words, errors, StringComparison.Ordinal);
    }

    private static XElement Read(string text)
    {
        using var reader = XmlReader.Create(new StringReader(text), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, IgnoreWhitespace = true });
        return XDocument.Load(reader).Root!;
    }

    private static XElement? At(XElement root, string path) => path.Split('/').Aggregate((XElement?)root, (element, name) => element?.Element(name));

    private static string[] Strings(IEnumerable<XElement> elements, string attribute) => [.. elements.Select(element => element.Attribute(attribute)!.Value)];

    private static string[] Words(XElement told, string device, string name) =>
        [.. told.Element("devices")!.Element(device)!.Elements("enum").Single(choice => choice.Attribute("name")!.Value == name).Elements("value").Select(value => value.Value)];
}
