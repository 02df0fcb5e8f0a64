using System.Globalization;
using System.Xml.Linq;
using Pando.Model.Xml;

namespace Pando.Model.Domains;

/// <summary>
/// Whether a guest that runs (in memory that was saved, or that moves to another host) can go on under another
/// definition: everything that it sees must stay, down to the address of each device. What only the host sees
/// (<see cref="HostSide"/>: paths, caches, limits, passwords) may change. What this version does not know to be the
/// host's counts as the guest's.
/// </summary>
public static class AbiStability
{
    /// <summary>The first difference, in the order of the XML; null when the guest would notice nothing.</summary>
    public static AbiDifference? FirstDifference(DomainDefinition before, DomainDefinition after) =>
        Compare(DefinitionXml.Write(before, DomainXmlOptions.Default), DefinitionXml.Write(after, DomainXmlOptions.Default), "/domain", "domain");

    private static AbiDifference? Compare(XElement before, XElement after, string path, string kind) =>
        Attributes(before, after, path, kind) ?? Children(before, after, path, kind) ?? Text(before, after, path, kind);

    private static AbiDifference? Attributes(XElement before, XElement after, string path, string kind)
    {
        foreach (var name in before.Attributes().Concat(after.Attributes()).Select(attribute => attribute.Name).Distinct())
        {
            if (HostSide.Attribute(kind, name.LocalName))
            {
                continue;
            }
            var (was, becomes) = (before.Attribute(name)?.Value, after.Attribute(name)?.Value);
            if (was != becomes)
            {
                return new AbiDifference($"{path}/@{name.LocalName}", was, becomes);
            }
        }
        return null;
    }

    private static AbiDifference? Children(XElement before, XElement after, string path, string kind)
    {
        foreach (var name in before.Elements().Concat(after.Elements()).Select(child => child.Name).Distinct())
        {
            var childKind = $"{kind}/{name.LocalName}";
            if (HostSide.Element(childKind))
            {
                continue;
            }
            var (were, become) = (before.Elements(name).ToList(), after.Elements(name).ToList());
            var several = were.Count > 1 || become.Count > 1;
            for (var number = 0; number < Math.Max(were.Count, become.Count); number++)
            {
                var at = several ? string.Create(CultureInfo.InvariantCulture, $"{path}/{name.LocalName}[{number + 1}]") : $"{path}/{name.LocalName}";
                if (number >= were.Count || number >= become.Count)
                {
                    return new AbiDifference(at, Words(were, number), Words(become, number));
                }
                if (Compare(were[number], become[number], at, childKind) is { } difference)
                {
                    return difference;
                }
            }
        }
        return null;
    }

    private static AbiDifference? Text(XElement before, XElement after, string path, string kind)
    {
        if (before.HasElements || after.HasElements || HostSide.Text(kind))
        {
            return null;
        }
        var (was, becomes) = (before.Value.Trim(), after.Value.Trim());
        return was == becomes ? null : new AbiDifference(path, was, becomes);
    }

    /// <summary>An element on one line, for people: of a device its tag, which says enough.</summary>
    private static string? Words(List<XElement> elements, int number)
    {
        if (number >= elements.Count)
        {
            return null;
        }
        var shown = new XElement(elements[number].Name.LocalName, elements[number].Attributes().Where(attribute => !attribute.IsNamespaceDeclaration));
        return shown.ToString(SaveOptions.DisableFormatting);
    }
}
