using Pando.Api.Machines;

namespace Pando.EndToEnd.Tests;

/// <summary>Waits for what events tell, with a limit.</summary>
internal static class Waiting
{
    /// <summary>Asks until the answer is what is waited for, of things that tell nobody when they change.</summary>
    public static async Task<T> UntilAsync<T>(Func<Task<T>> ask, Predicate<T> isSo)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        over.CancelAfter(Instance.Limit);
        while (true)
        {
            var now = await ask();
            if (isSo(now))
            {
                return now;
            }
            await Task.Delay(100, over.Token);
        }
    }

    public static async Task<Machine> UntilAsync(this Instance instance, string machine, Predicate<Machine> condition, TimeSpan? limit = null)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        over.CancelAfter(limit ?? Instance.Limit);
        var last = await instance.Client.GetMachineAsync(machine, over.Token);
        try
        {
            while (!condition(last))
            {
                await Task.Delay(50, over.Token);
                last = await instance.Client.GetMachineAsync(machine, over.Token);
            }
            return last;
        }
        catch (OperationCanceledException) when (!TestContext.Current.CancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"{machine} is {last.State.Phase} ({last.State.Reason}) and not what was waited for.");
        }
    }
}
