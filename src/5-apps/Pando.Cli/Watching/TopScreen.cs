using Pando.Api.Statistics;
using Pando.Cli.Output;
using Pando.Cli.Terminal;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Pando.Cli.Watching;

/// <summary>A table in the terminal that is drawn over itself.</summary>
internal sealed class TopScreen(Run run)
{
    // What a terminal that does not say is taken for.
    private const int UsualColumns = 80;

    /// <summary>Draws what comes, until nothing comes any more.</summary>
    public Task DrawAsync(IAsyncEnumerable<IReadOnlyList<MachineRates>> readings, CancellationToken cancellationToken)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes,
            ColorSystem = run.Colours.AreWanted ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.Yes,
            Out = new AnsiConsoleOutput(run.Out),
        });
        console.Profile.Width = TerminalCalls.Columns(1) ?? UsualColumns;
        return console.Live(new Text("")).Overflow(VerticalOverflow.Ellipsis).StartAsync(async screen =>
        {
            await foreach (var machines in readings.WithCancellation(cancellationToken))
            {
                console.Profile.Width = TerminalCalls.Columns(1) ?? UsualColumns;
                screen.UpdateTarget(Picture(machines));
                run.Out.Flush();
            }
        });
    }

    private Rows Picture(IReadOnlyList<MachineRates> machines)
    {
        var table = new Spectre.Console.Table().Border(TableBorder.None).Expand();
        foreach (var (heading, index) in TopCells.Headings(run).Select((heading, index) => (heading, index)))
        {
            var column = new TableColumn(new Text(heading, new Style(decoration: Decoration.Bold))).NoWrap();
            table.AddColumn(index == 0 ? column : column.RightAligned());
        }
        foreach (var machine in machines)
        {
            var style = machine.StaleSince is null ? Style.Plain : new Style(Color.Yellow);
            table.AddRow(TopCells.Of(run, machine).Select(cell => (IRenderable)new Text(Printable.Of(cell), style)));
        }
        return new Rows(new Text(TopCells.Summary(run, machines)), table);
    }
}
