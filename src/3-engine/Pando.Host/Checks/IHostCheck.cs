using Pando.Model.Errors;
using Pando.Model.Host;

namespace Pando.Host.Checks;

/// <summary>Looks at one thing. Never throws for what it finds, or does not find.</summary>
internal interface IHostCheck
{
    ValueTask<HostCheckItem> LookAsync(HostView host, CancellationToken cancellationToken);
}

/// <summary>Something that a check can find; its texts stand in the model's resource files under the same name.</summary>
/// <param name="Name">The check's id, a dot, and a word.</param>
/// <param name="Status">What it means for machines.</param>
internal sealed record Finding(string Name, CheckStatus Status)
{
    public HostCheckItem With(params ErrorFact[] facts) => new(Name[..Name.IndexOf('.', StringComparison.Ordinal)], Status, Name, [.. facts]);

    public ValueTask<HostCheckItem> Now(params ErrorFact[] facts) => ValueTask.FromResult(With(facts));
}
