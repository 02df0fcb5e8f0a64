namespace Pando.LibvirtServer.Streams;

/// <summary>What moves the bytes of a stream; disposed when it is over, whether it ran or not.</summary>
internal interface IStreamWork : IAsyncDisposable
{
    /// <summary>Moves them. What it throws ends the stream as the client's error.</summary>
    /// <param name="stream">The client's end.</param>
    /// <param name="over">The client wants no more of it, or has gone.</param>
    Task RunAsync(ServerStream stream, CancellationToken over);
}

/// <summary>A call's answer, and what belongs to it as a stream.</summary>
/// <typeparam name="TResult">What the call answers.</typeparam>
/// <param name="Result">The answer.</param>
/// <param name="Work">What follows it.</param>
internal sealed record StreamAnswer<TResult>(TResult Result, IStreamWork Work);
