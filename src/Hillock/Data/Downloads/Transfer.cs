using System.Net;
using System.Net.Http.Headers;

namespace Hillock.Data;

/// <summary>One request to one address: of the whole file, or of what is missing of it.</summary>
/// <param name="client">What sends it.</param>
/// <param name="address">The address.</param>
/// <param name="file">The file.</param>
/// <param name="part">What is there.</param>
/// <param name="options">How long to wait, and whom to tell.</param>
internal sealed class Transfer(HttpClient client, Uri address, RemoteFile file, DownloadPart part, DownloadOptions options)
{
    private const int Block = 1 << 16, Least = 1024; // bytes that must come within the timeout
    private static readonly TimeSpan BetweenReports = TimeSpan.FromSeconds(0.1);

    /// <summary>Whether what is there is of more than this one answer.</summary>
    public bool IsResumed { get; private set; }

    /// <summary>Runs it to the end of the file.</summary>
    /// <param name="whole">Whether to ask for the whole file although a part is there.</param>
    /// <param name="cancellationToken">Ends it; what came stays.</param>
    /// <exception cref="TransferException">The address did not give the rest of the file.</exception>
    /// <exception cref="IOException">It cannot be written.</exception>
    public async Task RunAsync(bool whole, CancellationToken cancellationToken)
    {
        long offset = whole ? 0 : part.Received;
        if (offset > file.Length)
        {
            part.Drop();
            offset = 0;
        }

        IsResumed = offset > 0;
        if (offset == file.Length)
        {
            return;
        }

        using CancellationTokenSource stall = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        stall.CancelAfter(options.StallTimeout);
        try
        {
            using HttpRequestMessage request = Request(offset);
            using HttpResponseMessage response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stall.Token).ConfigureAwait(false);
            offset = Begin(response, offset);
            await CopyAsync(response, offset, stall).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (part.Received == file.Length)
            {
                return; // an answer without a length that did not end
            }

            throw new TransferException(
                FormattableString.Invariant($"it sent less than {Least} bytes within {options.StallTimeout.TotalSeconds} s"), innerException: exception);
        }
        catch (Exception exception) when (exception is UriFormatException or NotSupportedException or InvalidOperationException)
        {
            throw new TransferException("its answer leads nowhere, such as to an address that is none", innerException: exception);
        }
        catch (HttpRequestException exception)
        {
            throw new TransferException(exception.Message.TrimEnd('.'), innerException: exception);
        }
    }

    private HttpRequestMessage Request(long offset)
    {
        HttpRequestMessage request = new(HttpMethod.Get, address);
        request.Headers.UserAgent.ParseAdd("Hillock");
        request.Headers.AcceptEncoding.ParseAdd("identity");
        if (offset > 0)
        {
            request.Headers.Range = new RangeHeaderValue(offset, null);
            if (part.ValidatorOf(address) is { } validator && RangeConditionHeaderValue.TryParse(validator, out RangeConditionHeaderValue? condition))
            {
                request.Headers.IfRange = condition;
            }
        }

        return request;
    }

    // The place from which on the answer gives the file.
    private long Begin(HttpResponseMessage response, long offset)
    {
        switch (response.StatusCode)
        {
            case HttpStatusCode.OK when response.Content.Headers.ContentLength is { } length && length != file.Length:
                throw new TransferException(FormattableString.Invariant($"it has {length} bytes in the place of {file.Length}"), isFinal: true);
            case HttpStatusCode.OK:
                IsResumed = false; // the address does not give parts, or has another version than the part is of
                part.Begin(address, Validator(response));
                return 0;
            case HttpStatusCode.PartialContent when offset > 0 && IsWanted(response, offset):
                return offset;
            case HttpStatusCode.PartialContent or HttpStatusCode.RequestedRangeNotSatisfiable when offset > 0:
                throw new TransferException(
                    FormattableString.Invariant($"asked for bytes from {offset} on it gives others ({response.Content.Headers.ContentRange})"),
                    hasNoRanges: true);
            case HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError:
                throw new TransferException(Answer(response));
            default:
                throw new TransferException(Answer(response), isFinal: true);
        }
    }

    private bool IsWanted(HttpResponseMessage response, long offset)
    {
        string? wanted = part.ValidatorOf(address), given = Validator(response);
        return response.Content.Headers.ContentRange is { Unit: "bytes" } range && range.From == offset && range.To >= offset && range.To < file.Length
            && (range.Length ?? file.Length) == file.Length && (wanted is null || given is null || wanted == given);
    }

    private static string Answer(HttpResponseMessage response) =>
        FormattableString.Invariant($"it answers {(int)response.StatusCode} {response.ReasonPhrase}").TrimEnd();

    // A weak tag says nothing of bytes.
    private static string? Validator(HttpResponseMessage response) => response.Headers.ETag is { IsWeak: false } tag
        ? tag.ToString()
        : response.Content.Headers.LastModified?.ToString("r", System.Globalization.CultureInfo.InvariantCulture);

    private async Task CopyAsync(HttpResponseMessage response, long received, CancellationTokenSource stall)
    {
        Stream source = await response.Content.ReadAsStreamAsync(stall.Token).ConfigureAwait(false);
        FileStream target = part.Append();
        await using (source.ConfigureAwait(false))
        await using (target.ConfigureAwait(false))
        {
            byte[] buffer = new byte[Block];
            long reported = 0;
            for (int recent = 0; received < file.Length || !response.Content.Headers.ContentLength.HasValue;)
            {
                int read = await ReadAsync(source, buffer, received, stall.Token).ConfigureAwait(false);
                if (read == 0)
                {
                    break;
                }

                if (read > file.Length - received)
                {
                    target.SetLength(0);
                    throw new TransferException(FormattableString.Invariant($"it sends more than {file.Length} bytes"), isFinal: true);
                }

                await WriteAsync(target, buffer.AsMemory(0, read), stall.Token).ConfigureAwait(false);
                received += read;
                recent += read;
                if (recent >= Least)
                {
                    recent = 0;
                    stall.CancelAfter(options.StallTimeout);
                }

                if (received == file.Length || Environment.TickCount64 - reported >= BetweenReports.TotalMilliseconds)
                {
                    reported = Environment.TickCount64;
                    options.Progress?.Report(new DownloadProgress(file.Name, received, file.Length));
                }
            }
        }

        if (received < file.Length)
        {
            throw BrokenOff(received, null);
        }
    }

    private async Task<int> ReadAsync(Stream source, byte[] buffer, long received, CancellationToken cancellationToken)
    {
        try
        {
            return await source.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException)
        {
            throw BrokenOff(received, exception);
        }
    }

    private async Task WriteAsync(FileStream target, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        try
        {
            await target.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException exception)
        {
            throw part.Fault(exception);
        }
    }

    private TransferException BrokenOff(long received, Exception? cause) =>
        new(FormattableString.Invariant($"it breaks off after {received} of {file.Length} bytes"), innerException: cause);
}
