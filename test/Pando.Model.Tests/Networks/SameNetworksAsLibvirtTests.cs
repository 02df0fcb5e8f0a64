using System.Diagnostics;
using System.Xml.Linq;
using Pando.Model.Xml;
using Pando.Model.Xml.Networks;

namespace Pando.Model.Tests.Networks;

/// <summary>What the distribution's libvirt makes of each example, by the driver that its own tests use (test:///default).</summary>
public class SameNetworksAsLibvirtTests
{
    private const string Virsh = "/usr/bin/virsh";

    [Fact]
    public async Task Each_network_is_written_as_libvirt_writes_it()
    {
        Assert.SkipUnless(File.Exists(Virsh), "virsh is not installed");
        var commands = string.Concat(NetworkExamples.Names.Select(name => $"net-define {NetworkExamples.PathOf(name)}; net-dumpxml {name}; "));
        var theirs = await DefinedAsync(commands);
        Assert.Equal(NetworkExamples.Names, theirs.Keys.Order(StringComparer.Ordinal));
        foreach (var name in NetworkExamples.Names)
        {
            var ours = HostileXml.Read(NetworkXml.Write(NetworkXml.Read(await File.ReadAllTextAsync(NetworkExamples.PathOf(name), TestContext.Current.CancellationToken))));
            Assert.Equal(Comparable(theirs[name]), Comparable(ours));
        }
    }

    private static async Task<Dictionary<string, XElement>> DefinedAsync(string commands)
    {
        using var virsh = Process.Start(new ProcessStartInfo(Virsh, ["-q", "-c", "test:///default", commands]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = virsh.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var complaints = virsh.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await virsh.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken);
        Assert.True(virsh.ExitCode == 0, await complaints);
        return (await output).Split("</network>", StringSplitOptions.TrimEntries)
            .Where(part => part.Contains("<network", StringComparison.Ordinal))
            .Select(part => HostileXml.Read(part[part.IndexOf("<network", StringComparison.Ordinal)..] + "</network>"))
            .ToDictionary(network => network.Element("name")!.Value);
    }

    /// <summary>Without a uuid that was made up, the options that the test driver does not know, and white space between elements.</summary>
    private static string Comparable(XElement network)
    {
        var copy = new XElement(network);
        copy.Elements("uuid").Remove();
        copy.Elements().Where(static element => element.Name.LocalName == "options").Remove();
        copy.Attributes().Where(static attribute => attribute.IsNamespaceDeclaration).Remove();
        copy.DescendantNodes().OfType<XText>().Where(static text => string.IsNullOrWhiteSpace(text.Value)).Remove();
        return copy.ToString();
    }
}
