using System.Diagnostics;
using Pando.Model.Xml;
using Pando.Qemu.Arguments;

namespace Pando.Qemu.Tests.Golden;

/// <summary>
/// What Pando writes of the golden definitions, stored and running, is valid by libvirt's own schema: clients may check it.
/// </summary>
public sealed class GoldenSchemaTests : IDisposable
{
    private const string Schema = "/usr/share/libvirt/schemas/domain.rng";
    private const string Program = "/usr/bin/xmllint";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>What the schema of libvirt 9.0 lacks, and why it is written nevertheless.</summary>
    private static readonly Dictionary<string, string> SchemaLacks = new(StringComparer.Ordinal)
    {
        ["crypto"] = "a device of later libvirts",
        ["disk-nbd"] = "the reconnecting of later libvirts",
        ["disk-ssh"] = "a protocol that libvirt 9.0 reads, and later ones have in their schema",
        ["hostdev-usb"] = "a USB device by its port, and when it is reset, of later libvirts; by its serial number it is Pando's own",
        ["iothreads-numbered"] = "the polling of I/O threads of later libvirts",
        ["panic-isa"] = "the panic device on PCI of later libvirts",
        ["pstore"] = "a device of later libvirts",
        ["smartcard-from-afar"] = "the alias, which libvirt writes itself",
        ["smartcard-host"] = "the alias, which libvirt writes itself",
        ["smartcard-made"] = "the alias, which libvirt writes itself",
        ["video-blob"] = "blob resources of later libvirts",
        ["watchdog-several"] = "several watchdogs, and iTCO, of later libvirts",
    };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_is_written_is_valid_by_libvirts_schema()
    {
        Assert.SkipUnless(File.Exists(Program) && File.Exists(Schema), "xmllint or libvirt's schemas are not installed");
        List<string> files = [];
        foreach (string name in GoldenDefinition.Names)
        {
            var definition = GoldenDefinition.Read(name);
            files.AddRange([
                await WrittenAsync($"{name}.xml", DomainXml.Write(definition, new DomainXmlOptions { IncludeSecrets = true })),
                await WrittenAsync($"{name}.live.xml", DomainXml.Write(DeviceAliases.Assign(definition), new DomainXmlOptions { IncludeSecrets = true, Live = true, RunId = 1, ForClients = true })),
            ]);
        }

        using Process xmllint = Process.Start(new ProcessStartInfo(Program, ["--noout", "--relaxng", Schema, .. files]) { RedirectStandardError = true })!;
        Task<string> told = xmllint.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string[] lines = (await told.WaitAsync(Patience, TestContext.Current.CancellationToken)).Split('\n');
        await xmllint.WaitForExitAsync(TestContext.Current.CancellationToken);

        string[] valid = [.. lines.Where(static line => line.EndsWith(" validates", StringComparison.Ordinal))];
        string[] invalid = [.. lines.Where(static line => line.EndsWith(" fails to validate", StringComparison.Ordinal)).Select(static line => NameOf(line.Split(' ')[0]))];
        Assert.Equal(files.Count, valid.Length + invalid.Length);
        Assert.Equal(SchemaLacks.Keys.Order(StringComparer.Ordinal), invalid.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
    }

    private async Task<string> WrittenAsync(string name, string text)
    {
        await File.WriteAllTextAsync(_folder[name], text);
        return _folder[name];
    }

    private static string NameOf(string file) => Path.GetFileName(file).Split('.')[0];
}
