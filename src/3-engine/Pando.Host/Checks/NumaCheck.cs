using System.Globalization;
using Pando.Host.Nodes;
using Pando.Model.Host;

namespace Pando.Host.Checks;

/// <summary>Into how many nodes is memory divided?</summary>
internal sealed class NumaCheck : IHostCheck
{
    private static readonly Finding One = new("numa.one", CheckStatus.Pass);
    private static readonly Finding Many = new("numa.many", CheckStatus.Pass);
    private static readonly Finding Unknown = new("numa.unknown", CheckStatus.Pass);

    public ValueTask<HostCheckItem> LookAsync(HostView host, CancellationToken cancellationToken) =>
        ProcessorReader.NumaNodes(host.Files) switch
        {
            0 => Unknown.Now(),
            1 => One.Now(),
            var count => Many.Now(("count", count.ToString(CultureInfo.InvariantCulture))),
        };
}
