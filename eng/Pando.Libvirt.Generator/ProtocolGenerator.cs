using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Pando.Libvirt.Generator;

/// <summary>
/// Writes the messages, procedures and numbers of libvirt's protocol as C#, from the facts in contracts/libvirt: what is there
/// is written down once, and a message cannot be decoded otherwise than it is described.
/// </summary>
[Generator]
public sealed class ProtocolGenerator : IIncrementalGenerator
{
    private const string ProtocolFile = "protocol.json";
    private const string NumbersFile = "enums.json";

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        Add(context, ProtocolFile, static text => ProtocolSources.Of(ProtocolDescription.Parse(text)));
        Add(context, NumbersFile, static text => NumberSources.Of(text));
    }

    private static void Add(
        IncrementalGeneratorInitializationContext context, string name, Func<string, IEnumerable<(string File, string Source)>> write)
    {
        var texts = context.AdditionalTextsProvider
            .Where(file => Path.GetFileName(file.Path) == name)
            .Select(static (file, cancellation) => file.GetText(cancellation)?.ToString() ?? "");
        context.RegisterSourceOutput(texts, (output, text) =>
        {
            foreach (var (file, source) in write(text).ToImmutableArray())
            {
                output.AddSource(file, SourceText.From(source, Encoding.UTF8));
            }
        });
    }
}
