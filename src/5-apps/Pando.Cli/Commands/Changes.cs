using Pando.Api.Client;
using Pando.Cli.Output;

namespace Pando.Cli.Commands;

/// <summary>A change that is waited for but not owned: Ctrl-C ends the wait, and says that pandod goes on with it.</summary>
internal static class Changes
{
    public static async Task<T> DoAsync<T>(Run run, Func<PandoClient, CancellationToken, Task<T>> change)
    {
        run.Interrupts.Token.ThrowIfCancellationRequested();
        try
        {
            return await change(run.Client, run.Interrupts.Token);
        }
        catch (OperationCanceledException)
        {
            run.Around.Error.WriteLine(Printable.Of(run.Texts["job.change-goes-on"]));
            throw;
        }
    }

    public static Task DoAsync(Run run, Func<PandoClient, CancellationToken, Task> change) =>
        DoAsync(run, async (pandod, cancel) =>
        {
            await change(pandod, cancel);
            return true;
        });
}
