using System.Xml.Linq;

namespace Pando.Model.Xml;

/// <summary>What only one element of a definition may have, and which element has it.</summary>
internal sealed class Claims
{
    private readonly Dictionary<(string Kind, string Value), XElement> _holders = [];

    /// <summary>Takes it; answers the element that has it already, or null.</summary>
    public XElement? Take(string kind, string value, XElement element)
    {
        if (_holders.TryGetValue((kind, value), out var holder))
        {
            return holder;
        }
        _holders.Add((kind, value), element);
        return null;
    }
}
