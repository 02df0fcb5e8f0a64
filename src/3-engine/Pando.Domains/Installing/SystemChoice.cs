using System.Xml.Linq;
using Pando.Model.Domains;
using Pando.Model.Errors;
using Pando.Model.Ports;
using OperatingSystem = Pando.Model.Host.OperatingSystem;

namespace Pando.Domains.Installing;

/// <summary>The operating system that an order names.</summary>
internal static class SystemChoice
{
    private const int Suggestions = 5;

    // What virt-install and virt-manager write, and everybody reads.
    private static readonly XNamespace Libosinfo = "http://libosinfo.org/xmlns/libvirt/domain/1.0";

    /// <summary>What is known of it; null where nothing was named, or where this host knows no systems at all.</summary>
    /// <exception cref="CallerException"><c>request.invalid</c>: there is nothing of that name.</exception>
    public static OperatingSystem? Of(string? variant, IOperatingSystems systems) =>
        variant is null || systems.All.Count == 0
            ? null
            : systems.Nearest(variant) ?? throw new CallerException(
                ErrorCodes.Request.Invalid, ("what", $"os '{variant}'"), ("reason", $"{string.Join(", ", Like(variant, systems))}…"));

    /// <summary>What a definition says that it runs; null where it does not say, or nobody knows that.</summary>
    public static OperatingSystem? Of(DomainDefinition machine, IOperatingSystems systems) =>
        machine.Metadata.Items.FirstOrDefault(static element => element.NamespaceUri == Libosinfo.NamespaceName) is { } said
        && (string?)said.Read().Element(Libosinfo + "os")?.Attribute("id") is { } id
            ? systems.Find(id)
            : null;

    /// <summary>What the definition remembers of it.</summary>
    public static MetadataElement Remembered(OperatingSystem system) => new(Libosinfo.NamespaceName, new XElement(
        Libosinfo + "libosinfo",
        new XAttribute(XNamespace.Xmlns + "libosinfo", Libosinfo.NamespaceName),
        new XElement(Libosinfo + "os", new XAttribute("id", system.Id))).ToString(SaveOptions.DisableFormatting));

    /// <summary>The names that begin most like it.</summary>
    private static IEnumerable<string> Like(string variant, IOperatingSystems systems) => systems.All
        .SelectMany(static system => system.ShortIds.Items)
        .OrderByDescending(name => CommonBeginning(name, variant))
        .ThenByDescending(static name => name, StringComparer.Ordinal)
        .Take(Suggestions);

    private static int CommonBeginning(string one, string other) =>
        one.Zip(other).TakeWhile(static pair => char.ToLowerInvariant(pair.First) == char.ToLowerInvariant(pair.Second)).Count();
}
