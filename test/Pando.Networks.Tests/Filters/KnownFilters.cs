using Pando.Model.Domains.Devices;
using Pando.Model.NetworkFilters;
using Pando.Model.Xml.NetworkFilters;
using Pando.Networks.Filters;
using Pando.Networks.Filters.Compiling;
using Pando.Networks.Filters.Shipped;

namespace Pando.Networks.Tests.Filters;

/// <summary>The usual filters, with those that the test adds; and interfaces behind them.</summary>
internal sealed class KnownFilters(params string[] own)
{
    private readonly Dictionary<string, NetworkFilterDefinition> _all =
        UsualFilters.All().Concat(own).Select(static xml => NetworkFilterXml.Read(xml)).GroupBy(static filter => filter.Name).ToDictionary(static group => group.Key, static group => group.Last());

    public IEnumerable<string> Names => _all.Keys.Order(StringComparer.Ordinal);

    public NetworkFilterDefinition? Find(string name) => _all.GetValueOrDefault(name);

    public static FilteredCard Card(string filter, int index = 7, params (string Name, string Value)[] parameters) => new(
        "vm", "net0", $"vnet{index}", index, MacAddress.WithQemuPrefix(index), null, new FilterReference(filter, [.. parameters.Select(static one => new FilterParameter(one.Name, one.Value))]));

    public CardRules Rules(FilteredCard card, bool isServed = false) =>
        CardRules.Of(card, FilterVariables.Of(card.Filter.Parameters.Items.Append(new FilterParameter("MAC", card.Mac.ToString()))), Find, isServed);

    public string Ruleset(params FilteredCard[] cards) => FilterRuleset.Of(cards.Select(card => (card, (CardRules?)Rules(card))));
}
