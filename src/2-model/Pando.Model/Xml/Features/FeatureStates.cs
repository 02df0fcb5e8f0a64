using System.Xml.Linq;
using static Pando.Model.Xml.Markup;

namespace Pando.Model.Xml.Features;

/// <summary>Features of a family, each an element that must say whether it is on.</summary>
internal static class FeatureStates
{
    /// <summary>Null where the feature is not named.</summary>
    public static bool? Stated(this ElementReader family, string name) =>
        family.Child(name) is { } element ? element.OnOff("state") ?? throw element.Missing("@state") : null;

    public static XElement? Stated(string name, bool? state, params ReadOnlySpan<XObject?> content)
    {
        if (state is null)
        {
            return null;
        }
        var element = new XElement(name, OnOff("state", state));
        foreach (var part in content)
        {
            element.Add(part);
        }
        return element;
    }
}
