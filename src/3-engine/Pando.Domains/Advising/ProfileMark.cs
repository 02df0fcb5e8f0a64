using System.Xml.Linq;
using Pando.Model;
using Pando.Model.Domains;
using Pando.Model.Domains.Advice;

namespace Pando.Domains.Advising;

/// <summary>What a definition remembers of its profile, in Pando's own part of the metadata.</summary>
public static class ProfileMark
{
    private static readonly XNamespace Pando = "urn:pando:machine";

    /// <summary>The profile's word: <c>low-latency</c>.</summary>
    public static string Word(TuningProfile profile) => System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(profile.ToString());

    /// <summary>The profile of that word; null for what is none.</summary>
    public static TuningProfile? Parse(string word) =>
        Enum.GetValues<TuningProfile>().Where(profile => Word(profile) == word).Select(static profile => (TuningProfile?)profile).FirstOrDefault();

    /// <summary>The definition that remembers it.</summary>
    public static DomainDefinition Set(DomainDefinition machine, TuningProfile profile)
    {
        var mark = new MetadataElement(Pando.NamespaceName, new XElement(
            Pando + "profile", new XAttribute(XNamespace.Xmlns + "pando", Pando.NamespaceName), new XAttribute("name", Word(profile))).ToString());
        return machine with { Metadata = [.. machine.Metadata.Items.Where(static element => element.NamespaceUri != Pando.NamespaceName), mark] };
    }

    /// <summary>The profile it was written with; null where it was not.</summary>
    public static TuningProfile? Of(DomainDefinition machine) =>
        machine.Metadata.Items.FirstOrDefault(static element => element.NamespaceUri == Pando.NamespaceName) is { } mark
            ? Parse((string?)mark.Read().Attribute("name") ?? string.Empty)
            : null;
}
