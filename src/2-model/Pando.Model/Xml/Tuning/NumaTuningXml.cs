using System.Globalization;
using System.Xml.Linq;
using Pando.Model.Domains;
using static Pando.Model.Xml.Markup;

namespace Pando.Model.Xml.Tuning;

/// <summary>The <c>numatune</c> element.</summary>
internal static class NumaTuningXml
{
    public static NumaTuning Read(ElementReader tuning, GuestNuma? numa)
    {
        var read = new NumaTuning
        {
            Memory = tuning.Child("memory") is { } memory ? Memory(memory) : null,
            Cells = [.. tuning.Children("memnode").Select(node => Cell(node, numa)).OrderBy(cell => cell.Cell)],
        };
        if (read.Memory is { Nodes: null } && !read.Cells.IsEmpty)
        {
            throw tuning.Children("memnode")[0].Conflict("memory placement='auto'");
        }
        var strange = read.Memory?.Mode == NumaMode.Restrictive ? read.Cells.Items.FirstOrDefault(cell => cell.Mode != NumaMode.Restrictive) : null;
        return strange is null ? read : throw tuning.BadValue(null, $"memnode cellid='{strange.Cell}' mode='{XmlWords<NumaMode>.Of(strange.Mode)}'", "restrictive");
    }

    public static XElement? Write(NumaTuning tuning) => UnlessEmpty("numatune",
    [
        tuning.Memory is not { } memory ? null : new XElement("memory",
            Word<NumaMode>("mode", memory.Mode),
            memory.Nodes is null ? Attribute("placement", "auto") : Attribute("nodeset", memory.Nodes.ToString())),
        .. tuning.Cells.Items.Select(cell => new XElement("memnode",
            Attribute("cellid", cell.Cell), Word<NumaMode>("mode", cell.Mode), Attribute("nodeset", cell.Nodes.ToString()))),
    ]);

    private static NumaPolicy Memory(ElementReader memory)
    {
        var mode = memory.Word<NumaMode>("mode") ?? NumaMode.Strict;
        if (memory.Word<VcpuPlacement>("placement") == VcpuPlacement.Auto)
        {
            memory.Ignore("nodeset");
            return new NumaPolicy(mode, null);
        }
        return new NumaPolicy(mode, memory.RequiredNumbers("nodeset"));
    }

    private static NumaCellPolicy Cell(ElementReader node, GuestNuma? numa)
    {
        var cell = node.Number("cellid") ?? throw node.Missing("@cellid");
        var count = numa?.Cells.Count ?? 0;
        if (cell >= count)
        {
            throw node.BadValue("cellid", cell.ToString(CultureInfo.InvariantCulture), "/domain/cpu/numa/cell/@id");
        }
        node.Claim("memnode", cell.ToString(CultureInfo.InvariantCulture));
        return new NumaCellPolicy(cell, node.Word<NumaMode>("mode") ?? NumaMode.Strict, node.RequiredNumbers("nodeset"));
    }
}
